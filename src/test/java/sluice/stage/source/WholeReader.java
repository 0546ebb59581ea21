package sluice.stage.source;

import org.jspecify.annotations.Nullable;
import sluice.core.SourceInfo;
import sluice.video.decode.DecodedPicture;

/** A reader that decodes everything whatever is wanted. */
record WholeReader(SourceReader reader) implements SourceReader {
  @Override
  public SourceInfo info() {
    return reader.info();
  }

  @Override
  public @Nullable DecodedPicture next() {
    return reader.next();
  }

  @Override
  public long damaged() {
    return reader.damaged();
  }

  @Override
  public void close() {
    reader.close();
  }
}
