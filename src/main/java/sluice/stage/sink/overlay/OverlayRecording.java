package sluice.stage.sink.overlay;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import sluice.core.LatencyStage;
import sluice.core.Picture;
import sluice.core.PixelSize;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
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
  private final PixelSize usual;
  private final VideoTimestamps timeline;
  private final FpsWindow fps = new FpsWindow();

  /** Draws pictures of another shape than the first. */
  private @Nullable Overlay inset;

  /**
   * Opens the file.
   *
   * @param file is emptied
   * @param width pixels, even
   * @param height pixels, even
   * @param source whose pictures fill the video, as long as they keep the shape of the first
   * @throws SluiceException OUTPUT when it can't be written
   */
  OverlayRecording(Path file, int width, int height, SourceInfo source) {
    timeline = new VideoTimestamps(source.frameRate());
    encoder = Encoder.open(file, width, height, source.frameRate());
    usual = new PixelSize(source.width(), source.height());
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
    draw(picture, item);
    overlay
        .canvas()
        .drawCorner(
            corner(fps.add(item.finishedNanos()), item.timings().get(LatencyStage.INFERENCE)));
    encoder.write(overlay.canvas(), timeline.next(item.timestampNanos()));
  }

  private void draw(Picture picture, SinkItem item) {
    CanvasArea area = CanvasArea.of(picture.displaySize(), usual, overlay.canvas());
    if (area.isWhole(overlay.canvas())) {
      overlay.draw(picture, item.predictions(), item.scene());
      return;
    }
    Overlay drawing = insetOf(area);
    drawing.draw(picture, item.predictions(), item.scene());
    area.fill(overlay.canvas(), drawing.canvas());
  }

  private Overlay insetOf(CanvasArea area) {
    Overlay kept = inset;
    if (kept != null
        && kept.canvas().width() == area.width()
        && kept.canvas().height() == area.height()) {
      return kept;
    }
    if (kept != null) {
      inset = null;
      kept.close();
    }
    Overlay made = new Overlay(area.width(), area.height());
    inset = made;
    return made;
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
    if (inset != null) {
      inset.close();
    }
  }
}
