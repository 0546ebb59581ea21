package sluice.video.demux;

import sluice.core.SluiceException;

/** The packets of an opened input, which only taps see. For the thread that opened it. */
public interface PacketInput extends AutoCloseable {

  /** Whether the input is a recording on a web server, which gives it as fast as it is read. */
  boolean isDownload();

  /**
   * Waits for the next packet of the video, which the taps are given.
   *
   * @return false at the end of the input
   * @throws SluiceException when it was cancelled, stayed silent too long, or broke off; it can
   *     only be closed then
   */
  boolean advance();

  /** Leaves the input. */
  @Override
  void close();
}
