package sluice.bench;

import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.stage.source.SourceReader;
import sluice.video.decode.DecodedPicture;

/**
 * The pictures of a recording, again from its start when it has ended, each time decoded anew. For
 * one thread, which is the decoder's then.
 */
final class LoopedPictures implements AutoCloseable {
  private final SourceReader.Opener opener;
  private @Nullable SourceReader reader;
  private long read;

  /** Opens nothing yet. */
  LoopedPictures(SourceReader.Opener opener) {
    this.opener = opener;
  }

  /** The next picture, to be closed by the caller. */
  DecodedPicture next() {
    DecodedPicture picture = open().next();
    if (picture == null) {
      close();
      picture = open().next();
    }
    if (picture == null) {
      throw new SluiceException(
          ErrorCode.INPUT,
          open().info().name() + ": holds no picture (expected: a video); name another");
    }
    read++;
    return picture;
  }

  /** Pictures given so far, over all passes. */
  long read() {
    return read;
  }

  private SourceReader open() {
    SourceReader current = reader;
    if (current == null) {
      current = opener.open(() -> false);
      reader = current;
    }
    return current;
  }

  @Override
  public void close() {
    SourceReader current = reader;
    reader = null;
    if (current != null) {
      current.close();
    }
  }
}
