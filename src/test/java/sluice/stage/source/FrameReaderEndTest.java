package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;
import static sluice.stage.source.ReaderRun.settings;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.stage.motion.MotionGate;

/** How a run ends: stopped, closed, failed, empty. */
@Timeout(60)
class FrameReaderEndTest {
  private static final SluiceException BROKEN = new SluiceException(ErrorCode.INPUT, "broken");

  @Test
  void stopWhileWaitingForRoom_completesAndClosesTheFrame() {
    FakeSource source = FakeSource.ofRate(10, 25);
    try (ReaderRun run = ReaderRun.of(settings(), source)) {
      run.awaitState(Thread.State.WAITING);
      run.reader.stop();
      assertThat(run.outcome()).isNull();
      assertThat(run.collectNumbers()).hasSize(FrameReader.EVERY_CAPACITY);
      assertThat(run.heard.drops()).isEqualTo(Map.of(DropCause.STOPPED, 1));
    }
    source.assertAllClosed();
  }

  @Test
  void stopWhilePacing_completesAndClosesThePicture() {
    ManualClock clock = ManualClock.blocking();
    FakeSource source = FakeSource.ofRate(10, 25);
    try (ReaderRun run =
        new ReaderRun(settings(Playback.builder().realtime(true).build()), source, clock).start()) {
      await().until(clock::isWaiting);
      run.reader.stop();
      assertThat(run.outcome()).isNull();
      assertThat(run.collectNumbers()).containsExactly(0L);
      assertThat(run.heard.drops()).isEqualTo(Map.of(DropCause.STOPPED, 1));
    }
    source.assertAllClosed();
  }

  @Test
  void stopWhileReading_completesThoughTheDecoderComplains() throws Exception {
    FakeSource source = FakeSource.ofRate(1, 25).silence(BROKEN);
    try (ReaderRun run = ReaderRun.of(settings(), source)) {
      source.blocked.await();
      run.reader.stop();
      assertThat(run.outcome()).isNull();
      assertThat(run.collectNumbers()).containsExactly(0L);
      assertThat(source.closes).hasValue(1);
    }
    source.assertAllClosed();
  }

  @Test
  void stopWhileOpening_completes_andReportsNeverOpened() throws Exception {
    FakeSource source = new FakeSource(25);
    SourceReader.Opener silent =
        cancelled -> {
          source.awaitCancel(cancelled);
          throw BROKEN;
        };
    try (ReaderRun run = ReaderRun.of(settings(), silent)) {
      source.blocked.await();
      run.reader.stop();
      assertThat(run.outcome()).isNull();
      assertNeverOpened(run.reader, "fake: was stopped before it was open");
    }
  }

  @Test
  void stopBeforeRun_completesAtOnceAndRunDoesNothing() {
    FakeSource source = FakeSource.ofRate(3, 25);
    try (ReaderRun run = new ReaderRun(settings(), source, ManualClock.jumping())) {
      run.reader.stop();
      assertThat(run.reader.frames().isDrained()).isTrue();
      run.reader.run();
      assertThat(source.opens).hasValue(0);
      assertNeverOpened(run.reader, "fake: was stopped before it was open");
    }
  }

  @Test
  void stop_leavesNoInterruptBehind() {
    ReaderRun run = new ReaderRun(settings(), FakeSource.ofRate(3, 25), ManualClock.jumping());
    FrameReader[] reader = new FrameReader[1];
    FakeSource source = FakeSource.ofRate(3, 25);
    reader[0] =
        new FrameReader(
            "stream",
            settings(),
            cancelled -> {
              reader[0].stop();
              return source.open(cancelled);
            },
            run.ledger,
            run.heard,
            ManualClock.jumping(),
            MotionGate.off());
    reader[0].run();
    assertThat(Thread.interrupted()).isFalse();
    assertThat(reader[0].frames().isDrained()).isTrue();
  }

  @Test
  void interrupt_endsTheRunInOrder() {
    FakeSource source = FakeSource.ofRate(10, 25);
    try (ReaderRun run = ReaderRun.of(settings(), source)) {
      run.awaitState(Thread.State.WAITING);
      run.thread.interrupt();
      assertThat(run.outcome()).isNull();
    }
    source.assertAllClosed();
  }

  @Test
  void consumerThatCloses_endsTheRunAndClosesWhatWaited() {
    FakeSource source = FakeSource.ofRate(10, 25);
    try (ReaderRun run = ReaderRun.of(settings(), source)) {
      run.awaitState(Thread.State.WAITING);
      run.reader.frames().close();
      assertThat(run.outcome()).isNull();
      assertThat(run.heard.drops())
          .isEqualTo(Map.of(DropCause.STOPPED, FrameReader.EVERY_CAPACITY + 1));
      assertThat(source.closes).hasValue(1);
    }
    source.assertAllClosed();
  }

  @Test
  void consumerThatCloses_endsARunThatOnlySkips() {
    FakeSource source = FakeSource.ofRate(1, 25);
    try (ReaderRun run =
        new ReaderRun(
            settings(Playback.builder().skipFirst(1_000).build()), source, ManualClock.jumping())) {
      run.reader.frames().close();
      run.start();
      assertThat(run.outcome()).isNull();
      assertThat(source.pictures()).isZero();
    }
  }

  @Test
  void failureInMidStream_comesAfterTheFramesBeforeIt() {
    FakeSource source = FakeSource.ofRate(2, 25).failure(BROKEN);
    try (ReaderRun run = ReaderRun.of(settings(), source)) {
      run.awaitEnd();
      assertThat(run.collectNumbers()).containsExactly(0L, 1L);
      assertThat(run.outcome()).isSameAs(BROKEN);
      assertThat(source.closes).hasValue(1);
    }
    source.assertAllClosed();
  }

  @Test
  void unexpectedFailure_isInternalAndNamesTheSource() {
    FakeSource source = FakeSource.ofRate(1, 25).failure(new IllegalStateException("odd"));
    try (ReaderRun run = ReaderRun.of(settings(), source)) {
      assertFailure(run, ErrorCode.INTERNAL, "fake: reading failed: odd");
    }
    source.assertAllClosed();
  }

  @Test
  void failureToOpen_failsBoth() {
    SourceReader.Opener broken =
        cancelled -> {
          throw BROKEN;
        };
    try (ReaderRun run = ReaderRun.of(settings(), broken)) {
      assertThat(run.outcome()).isSameAs(BROKEN);
      assertNeverOpened(run.reader, "broken");
    }
  }

  @Test
  void liveSourceThatEnds_fails() {
    FakeSource source = FakeSource.ofRate(2, 25).live();
    try (ReaderRun run = ReaderRun.of(settings(), source)) {
      assertThat(run.collectNumbers()).containsExactly(0L, 1L);
      assertFailure(
          run,
          ErrorCode.INPUT,
          "fake: the stream ended after 2 pictures (expected: a live stream that goes on; check the"
              + " camera and the network)");
    }
  }

  @Test
  void snapshotFromTheWeb_endsInOrder() {
    SourceSettings settings =
        new SourceSettings(SourceLocation.parse("http://host/a.jpg"), Playback.builder().build());
    try (ReaderRun run = ReaderRun.of(settings, FakeSource.ofRate(1, 25).live())) {
      assertThat(run.collectNumbers()).containsExactly(0L);
      assertThat(run.outcome()).isNull();
    }
  }

  @Test
  void sourceWithoutPictures_fails() {
    try (ReaderRun run = ReaderRun.of(settings(), new FakeSource(25).undecodable())) {
      assertFailure(
          run,
          ErrorCode.INPUT,
          "fake: holds no picture that can be decoded (expected: a video or an image)");
      assertThat(run.heard.damaged()).isEqualTo(1);
    }
  }

  @Test
  void loopOverNothing_failsAtItsFirstPass() {
    FakeSource source = new FakeSource(25);
    try (ReaderRun run = ReaderRun.of(settings(Playback.builder().loop(true).build()), source)) {
      assertThat(run.outcome()).isInstanceOf(SluiceException.class);
      assertThat(source.opens).hasValue(1);
    }
  }

  @Test
  void loopThatSkipsEverything_failsAtItsFirstPass() {
    FakeSource source = FakeSource.ofRate(3, 25);
    try (ReaderRun run =
        ReaderRun.of(settings(Playback.builder().skipFirst(3).loop(true).build()), source)) {
      assertFailure(
          run,
          ErrorCode.INPUT,
          "fake: has nothing left after skip-first: 3 (expected: less than its 3 pictures)");
      assertThat(source.opens).hasValue(1);
    }
    source.assertAllClosed();
  }

  private static void assertFailure(ReaderRun run, ErrorCode code, String message) {
    assertThat(run.outcome())
        .hasMessage(message)
        .asInstanceOf(type(SluiceException.class))
        .extracting(SluiceException::code)
        .isEqualTo(code);
  }

  private static void assertNeverOpened(FrameReader reader, String message) {
    assertThatThrownBy(() -> reader.opened().toCompletableFuture().get())
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(SluiceException.class)
        .hasMessage(message);
  }
}
