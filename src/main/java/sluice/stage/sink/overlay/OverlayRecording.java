package sluice.stage.sink.overlay;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import sluice.core.LatencyStage;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.core.util.Nanos;
import sluice.stage.sink.SinkItem;
import sluice.video.encode.Encoder;

/**
 * A video in the making: draws each result on a canvas of the video's size and encodes it. Used by
 * one thread.
 */
final class OverlayRecording implements AutoCloseable {

  private final Encoder encoder;
  private final Overlay overlay;
  private final VideoTimestamps timeline;
  private final FpsWindow fps = new FpsWindow();

  /**
   * Opens the file.
   *
   * @param file is emptied
   * @param width pixels, even
   * @param height pixels, even
   * @param frameRate of the source, 0 where it names none
   * @throws SluiceException OUTPUT when it can't be written
   */
  OverlayRecording(Path file, int width, int height, double frameRate) {
    timeline = new VideoTimestamps(frameRate);
    encoder = Encoder.open(file, width, height, frameRate);
    try {
      overlay = new Overlay(width, height);
    } catch (RuntimeException | Error e) {
      encoder.close();
      throw e;
    }
  }

  /** Appends a frame with what was found in it. */
  void write(SinkItem item) {
    Picture picture = item.picture();
    if (picture == null) {
      throw new IllegalStateException("frame " + item.frameNumber() + " came without its picture");
    }
    overlay.draw(picture, item.predictions());
    overlay
        .canvas()
        .drawCorner(
            corner(fps.add(item.finishedNanos()), item.timings().get(LatencyStage.INFERENCE)));
    encoder.write(overlay.canvas(), timeline.next(item.timestampNanos()));
  }

  /**
   * Text for the corner: frames a second, where they are known, and the time of the frame's
   * inference.
   */
  static String corner(OptionalDouble fps, long inferenceNanos) {
    String rate = fps.isPresent() ? String.format(Locale.ROOT, "%.1f", fps.getAsDouble()) : "-";
    return String.format(
        Locale.ROOT, "%s fps  inference %.1f ms", rate, Nanos.toMillis(inferenceNanos));
  }

  /** Completes the file. */
  void finish() {
    encoder.finish();
  }

  @Override
  public void close() {
    encoder.close();
    overlay.close();
  }
}
