package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.core.Frame;
import sluice.core.FrameLedger;
import sluice.core.Playback;
import sluice.core.scene.SceneSettings;
import sluice.stage.motion.MotionGate;

/**
 * Test harness of a source reader on its own thread, with all that a test observes of it. Closing
 * it stops the reader and checks that nothing is left open.
 */
final class ReaderRun implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  /** What a delivered frame said. */
  record Seen(long number, long timestampNanos, boolean mirrored) {}

  final FrameLedger ledger = new FrameLedger();
  final RecordingObserver heard = new RecordingObserver();
  final FrameReader reader;
  final Thread thread;

  ReaderRun(SourceSettings settings, SourceReader.Opener opener, PaceClock clock) {
    this(settings, opener, clock, SceneSettings.NONE);
  }

  ReaderRun(
      SourceSettings settings, SourceReader.Opener opener, PaceClock clock, SceneSettings scene) {
    MotionGate gate = new MotionGate(scene, false, heard);
    reader = new FrameReader("stream", settings, opener, ledger, heard, clock, gate);
    thread = Thread.ofPlatform().name("decoder").unstarted(reader);
  }

  /** A run of a file's settings that was started. */
  static ReaderRun of(SourceSettings settings, SourceReader.Opener opener) {
    return new ReaderRun(settings, opener, ManualClock.jumping()).start();
  }

  static SourceSettings settings() {
    return settings(Playback.builder().build());
  }

  static SourceSettings settings(Playback playback) {
    return new SourceSettings(
        new SourceLocation(SourceLocation.Kind.FILE, "fake", "fake"), playback);
  }

  ReaderRun start() {
    thread.start();
    return this;
  }

  /** Takes and closes all frames until no more come. */
  List<Seen> collect() {
    return collect(Integer.MAX_VALUE);
  }

  /** Takes and closes frames, so many at the most. */
  List<Seen> collect(int most) {
    List<Seen> seen = new ArrayList<>();
    forEach(
        most,
        frame ->
            seen.add(
                new Seen(
                    frame.number(),
                    frame.timestampNanos(),
                    frame.picture().orientation().mirrored())));
    return seen;
  }

  /** Looks at all frames and closes them until no more come. */
  void forEach(Consumer<Frame> look) {
    forEach(Integer.MAX_VALUE, look);
  }

  private void forEach(int most, Consumer<Frame> look) {
    for (int i = 0; i < most; i++) {
      try (Frame frame = reader.frames().take()) {
        if (frame == null) {
          return;
        }
        assertThat(frame.streamId()).isEqualTo("stream");
        look.accept(frame);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  List<Long> collectNumbers() {
    return collect().stream().map(Seen::number).toList();
  }

  /**
   * The failure that the hand-over ended with, once the thread has gone; null where it ended in
   * order.
   */
  @Nullable Throwable outcome() {
    awaitEnd();
    return reader.frames().failure();
  }

  void awaitEnd() {
    await().atMost(DEADLINE).until(() -> !thread.isAlive());
  }

  void awaitState(Thread.State state) {
    await().atMost(DEADLINE).until(() -> thread.getState() == state);
  }

  @Override
  public void close() {
    reader.stop();
    awaitEnd();
    reader.frames().close();
    assertThat(ledger.openFrames()).isZero();
    assertThat(heard.heldPictures()).isZero();
    assertThat(heard.heldBytes()).isZero();
  }
}
