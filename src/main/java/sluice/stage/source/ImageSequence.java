package sluice.stage.source;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceDetails;
import sluice.core.SourceInfo;
import sluice.video.decode.DecodedPicture;

/**
 * Image files read one after the other as the pictures of one source, {@value #RATE} a second, as
 * FFmpeg takes images that name no rate. Their sizes may differ. A file that can't be decoded is
 * left out and counted as damage; it keeps no place in time.
 */
final class ImageSequence implements SourceReader {
  private static final int RATE = 25;

  private final Iterator<Path> files;
  private final Function<Path, SourceReader> open;
  private final BooleanSupplier cancelled;
  private final SourceInfo info;
  private @Nullable DecodedPicture first;
  private long pictures;
  private long damaged;

  /**
   * Decodes the first image that can be.
   *
   * @param name what messages call the whole
   * @param files the images in order
   * @param open opens one of them
   * @param cancelled asked between images
   * @throws SluiceException with {@link ErrorCode#INPUT} when none can be decoded
   */
  ImageSequence(
      String name, List<Path> files, Function<Path, SourceReader> open, BooleanSupplier cancelled) {
    this.files = files.iterator();
    this.open = open;
    this.cancelled = cancelled;
    DecodedPicture picture = read();
    if (picture == null) {
      throw new SluiceException(
          ErrorCode.INPUT,
          name
              + ": none of its "
              + files.size()
              + " images can be decoded (expected: at least one)");
    }
    this.first = picture;
    this.info =
        new SourceInfo(
            name,
            picture.picture().displayWidth(),
            picture.picture().displayHeight(),
            RATE,
            files.size(),
            false,
            new SourceDetails(picture.picture().pixelAspect(), false, Optional.empty()));
  }

  @Override
  public SourceInfo info() {
    return info;
  }

  @Override
  public @Nullable DecodedPicture next() {
    DecodedPicture picture = first;
    first = null;
    return picture != null ? picture : read();
  }

  @Override
  public long damaged() {
    return damaged;
  }

  /** Gives up the picture that was decoded on opening, where it was never requested. */
  @Override
  public void close() {
    if (first != null) {
      first.picture().close();
      first = null;
    }
  }

  private @Nullable DecodedPicture read() {
    while (files.hasNext() && !cancelled.getAsBoolean()) {
      long start = System.nanoTime();
      DecodedPicture decoded = decode(files.next());
      if (decoded != null) {
        long time = pictures++ * (1_000_000_000L / RATE);
        // Opening an image is most of what it takes to have it.
        return new DecodedPicture(
            decoded.picture(), time, System.nanoTime() - start, decoded.damaged());
      }
    }
    return null;
  }

  private @Nullable DecodedPicture decode(Path file) {
    try (SourceReader reader = open.apply(file)) {
      DecodedPicture decoded = reader.next();
      // A file without a picture is damaged, whether its decoder noticed or not.
      damaged += decoded == null ? Math.max(1, reader.damaged()) : reader.damaged();
      return decoded;
    } catch (SluiceException e) {
      if (e.code() != ErrorCode.INPUT) {
        throw e;
      }
      damaged++;
      return null;
    }
  }
}
