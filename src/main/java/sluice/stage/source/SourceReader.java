package sluice.stage.source;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.DecodeMode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.PictureDemand;

/** Reads the pictures of an open source, one after the other. Used by the thread that opened it. */
public interface SourceReader extends AutoCloseable {

  /** What is known of the source. */
  SourceInfo info();

  /** The codec as FFmpeg names it; empty where each picture has its own. */
  default String codec() {
    return "";
  }

  /**
   * The next picture, to be closed by the caller; null at the end, or soon after the reader was
   * cancelled.
   *
   * @throws SluiceException when the source can't be read any further
   */
  @Nullable DecodedPicture next();

  /**
   * From now on {@link #next} may leave out pictures that are not wanted, as {@link
   * sluice.video.decode.Decoder#serve} does; by default none is.
   */
  default void serve(PictureDemand demand) {}

  /** How much is decoded now. */
  default DecodeMode mode() {
    return DecodeMode.ALL;
  }

  /** Pictures so far that were not decoded, for they were not wanted. */
  default long undecoded() {
    return 0;
  }

  /** Pieces of data so far that could not be decoded, or only with visible damage. */
  long damaged();

  /** Gives all up but the pictures that were handed out. Does not throw. */
  @Override
  void close();

  /** Opens a source. */
  @FunctionalInterface
  interface Opener {
    /**
     * Opens the source, from its start, on the calling thread.
     *
     * @param cancelled asked while opening and reading wait; once it holds, they end soon
     * @throws SluiceException when the source can't be opened
     */
    SourceReader open(BooleanSupplier cancelled);
  }
}
