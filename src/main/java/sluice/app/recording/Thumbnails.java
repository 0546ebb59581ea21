package sluice.app.recording;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordingPicture;
import sluice.core.util.FileFailure;
import sluice.recording.RecordingStore;
import sluice.recording.files.FileSlice;
import sluice.recording.files.FragmentPlace;
import sluice.video.decode.KeyPicture;
import sluice.video.encode.Jpeg;
import sluice.video.image.Canvas;
import sluice.video.image.Scaler;

/**
 * Pictures of recordings: of a time, the key frame before it is decoded and scaled. The last ones
 * are held. As many threads as there may be decoders at a time call it. Thread-safe.
 */
final class Thumbnails {
  /** All JPEGs that are held, bytes. */
  private static final int MOST_BYTES = 16 << 20;

  private final Map<Key, RecordingPicture> held = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /** A picture: the fragment that it is the first of, in a width. */
  private record Key(long segment, long offset, int width) {}

  /**
   * The picture of a stream at a time. Blocks on the disk.
   *
   * @param width of the picture in pixels, above 0; a smaller one isn't made larger
   * @return empty where nothing is recorded then, or there is no picture that can be decoded
   * @throws SluiceException where the recording can't be read
   */
  Optional<RecordingPicture> of(RecordingStore store, String stream, Instant at, int width) {
    List<RecordedSegment> found = store.index().segments(stream, at, at.plusMillis(1), 1);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    RecordedSegment segment = found.getFirst();
    try {
      return of(store, segment, Duration.between(segment.startsAt(), at), width);
    } catch (NoSuchFileException e) {
      return Optional.empty(); // it was deleted since
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.INPUT,
          "the file of segment %d can't be read: %s".formatted(segment.id(), FileFailure.reason(e)),
          e);
    }
  }

  private Optional<RecordingPicture> of(
      RecordingStore store, RecordedSegment segment, Duration after, int width) throws IOException {
    Path file = store.file(segment);
    List<FragmentPlace> places = FragmentPlace.of(file);
    Duration wanted = segment.mediaStart().plus(after);
    for (int i = places.size() - 1; i >= 0; i--) {
      FragmentPlace place = places.get(i);
      if (i > 0 && place.start().compareTo(wanted) > 0) {
        continue;
      }
      Optional<RecordingPicture> made = of(store, segment, file, place, width);
      if (made.isPresent()) {
        return made; // else it doesn't begin with a key frame, the one before it may
      }
    }
    return Optional.empty();
  }

  private Optional<RecordingPicture> of(
      RecordingStore store, RecordedSegment segment, Path file, FragmentPlace place, int width)
      throws IOException {
    Key key = new Key(segment.id(), place.offset(), width);
    RecordingPicture known = held(key);
    if (known != null) {
      return Optional.of(known);
    }
    byte[] init = store.index().init(segment.run()).orElse(new byte[0]);
    try (InputStream fragment = new FileSlice(file, place.offset(), place.end())) {
      Optional<Picture> decoded =
          KeyPicture.of(new SequenceInputStream(new ByteArrayInputStream(init), fragment));
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      try (Picture picture = decoded.get()) {
        Instant at = segment.startsAt().plus(place.start().minus(segment.mediaStart()));
        RecordingPicture made = new RecordingPicture(segment.id(), at, jpeg(picture, width));
        hold(key, made);
        return Optional.of(made);
      }
    }
  }

  private static byte[] jpeg(Picture picture, int width) {
    double shrink = Math.min(1, (double) width / picture.displaySize().width());
    try (Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR);
        Canvas canvas = ScaledPicture.of(picture, shrink, scaler)) {
      return Jpeg.encode(canvas);
    }
  }

  private synchronized @Nullable RecordingPicture held(Key key) {
    return held.get(key);
  }

  private synchronized void hold(Key key, RecordingPicture picture) {
    RecordingPicture before = held.put(key, picture);
    bytes += picture.jpeg().length - (before == null ? 0 : before.jpeg().length);
    while (bytes > MOST_BYTES) {
      Key oldest = held.keySet().iterator().next();
      RecordingPicture gone = held.remove(oldest);
      bytes -= gone == null ? 0 : gone.jpeg().length;
    }
  }
}
