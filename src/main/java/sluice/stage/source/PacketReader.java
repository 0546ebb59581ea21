package sluice.stage.source;

import java.util.List;
import java.util.function.BooleanSupplier;
import sluice.core.SluiceException;
import sluice.video.demux.PacketTap;

/** The packets of an opened source, which nobody decodes: taps see them. For one thread. */
public interface PacketReader extends AutoCloseable {

  /** Opens a source. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens it on the thread that will read it; may block until it is cancelled.
     *
     * @param taps see its packets, on the calling thread; closed with the reader
     * @param cancelled asked while calls wait, those of the reader too; they fail soon once it
     *     holds
     * @throws SluiceException INPUT when it can't be opened, {@link
     *     sluice.core.UnsupportedSourceException} when that can't change, USAGE when it may not be
     */
    PacketReader open(List<PacketTap> taps, BooleanSupplier cancelled);
  }

  /**
   * Waits for the next packet of the video, which the taps are given.
   *
   * @return false at the end of the source
   * @throws SluiceException INPUT when it broke off, stayed silent for too long, or was cancelled;
   *     the reader can only be closed then
   */
  boolean read();

  /** Leaves the source, within a second. To be called once. */
  @Override
  void close();
}
