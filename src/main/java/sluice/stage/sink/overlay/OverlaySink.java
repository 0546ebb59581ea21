package sluice.stage.sink.overlay;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.stage.sink.ResultSink;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.SinkItem;
import sluice.video.encode.Encoder;

/**
 * Writes a video with what was found drawn in: a box for each object with its label and confidence;
 * in the corner frames a second and the time of inference. While it grows it is called {@code
 * NAME.part.mp4} and can be played up to its last second or so, also after the process was killed;
 * when complete it becomes {@code NAME.mp4}. Its pixels are square. Pictures that change their size
 * are scaled to the video's; those of another shape than the first lie between black borders.
 */
public final class OverlaySink implements ResultSink {
  private static final Logger LOG = LoggerFactory.getLogger(OverlaySink.class);

  private final OverlaySettings settings;
  private final PartialVideoFile file;
  private final LongAdder written = new LongAdder();
  private @Nullable OverlayRecording recording;

  /**
   * A sink that isn't open yet; nothing is touched.
   *
   * @throws SluiceException OUTPUT when the name's ending is unknown, the file or its part exists,
   *     or the place can't be written
   */
  public OverlaySink(OverlaySettings settings) {
    if (!Encoder.writes(settings.file())) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "can't write "
              + settings.file()
              + ": a video's name should end in ."
              + String.join(", .", Encoder.endings()));
    }
    this.settings = settings;
    this.file = new PartialVideoFile(settings.file(), settings.force());
  }

  /** What the file is called until it is complete. */
  public Path partFile() {
    return file.part();
  }

  @Override
  public boolean wantsPicture() {
    return true;
  }

  @Override
  public void open(SourceInfo source) {
    int width = settings.width() > 0 ? settings.width() : source.width();
    int height = settings.height() > 0 ? settings.height() : source.height();
    file.create();
    recording =
        new OverlayRecording(
            file.part(), Encoder.evenSide(width), Encoder.evenSide(height), source);
  }

  @Override
  public void write(SinkItem item) {
    opened().write(item);
    written.increment();
  }

  @Override
  public SinkHealth health() {
    return SinkHealth.ofWritten(written.sum());
  }

  @Override
  public Optional<Path> finish() {
    OverlayRecording open = opened();
    if (!isAnyWritten()) {
      return abort();
    }
    open.finish();
    close();
    return Optional.of(file.publish());
  }

  @Override
  public Optional<Path> abort() {
    if (recording != null && isAnyWritten()) {
      finishQuietly(recording);
    }
    close();
    if (!isAnyWritten()) {
      file.remove();
    }
    return isAnyWritten() ? Optional.of(file.part()) : Optional.empty();
  }

  private boolean isAnyWritten() {
    return written.sum() > 0;
  }

  /** The file can be played without, up to its last second; with its end in place, wholly. */
  private static void finishQuietly(OverlayRecording open) {
    try {
      open.finish();
    } catch (SluiceException | IllegalStateException e) {
      LOG.debug("an unfinished video stays without its end", e);
    }
  }

  private OverlayRecording opened() {
    if (recording == null) {
      throw new IllegalStateException("the sink is not open");
    }
    return recording;
  }

  private void close() {
    OverlayRecording open = recording;
    recording = null;
    if (open != null) {
      open.close();
    }
  }
}
