package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sluice.stage.source.ReaderRun.settings;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.Delivery;
import sluice.core.DropCause;
import sluice.core.Frame;
import sluice.core.LatencyStage;
import sluice.core.Picture;
import sluice.core.Playback;
import sluice.core.SourceInfo;
import sluice.core.scene.MotionSettings;
import sluice.core.scene.SceneSettings;

/** What each option delivers, alone and together with others. */
@Timeout(60)
class FrameReaderTest {
  private static final long MS = 1_000_000;

  @Test
  void every_deliversAllPicturesInOrder() throws Exception {
    FakeSource source = FakeSource.ofRate(50, 25);
    try (ReaderRun run = ReaderRun.of(settings(), source)) {
      List<ReaderRun.Seen> seen = run.collect();
      assertThat(seen).hasSize(50);
      assertThat(seen.get(49)).isEqualTo(new ReaderRun.Seen(49, 49 * 40 * MS, false));
      assertThat(run.outcome()).isNull();
      assertThat(run.heard.read()).isEqualTo(50);
      assertThat(run.heard.drops()).isEmpty();
      assertThat(run.reader.opened().toCompletableFuture().get())
          .isEqualTo(new SourceInfo("fake", 2, 2, 25, 50, false));
    }
    source.assertAllClosed();
  }

  @Test
  void every_waitsForTheConsumer() {
    FakeSource source = FakeSource.ofRate(10, 25);
    try (ReaderRun run = ReaderRun.of(settings(), source)) {
      run.awaitState(Thread.State.WAITING);
      assertThat(run.reader.frames().size()).isEqualTo(FrameReader.EVERY_CAPACITY);
      assertThat(source.pictures()).isEqualTo(FrameReader.EVERY_CAPACITY + 1);
      assertThat(run.collectNumbers()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }
    source.assertAllClosed();
  }

  @Test
  void pictures_areHeldWhileTheyWait_andCountOnce_howeverManyReferToThem() throws Exception {
    FakeSource source = FakeSource.ofRate(10, 25);
    SourceSettings mirrored = settings(Playback.builder().flip(true).build());
    try (ReaderRun run = ReaderRun.of(mirrored, source)) {
      run.awaitState(Thread.State.WAITING);
      assertThat(run.heard.heldPictures()).isEqualTo(FrameReader.EVERY_CAPACITY + 1);
      assertThat(run.heard.heldBytes() % run.heard.heldPictures()).isZero();
      assertThat(run.heard.heldBytes()).isPositive();

      Picture kept;
      try (Frame frame = run.reader.frames().take()) {
        kept = frame.picture().retain();
      }
      run.collect();
      run.awaitEnd();

      assertThat(run.heard.heldPictures()).isEqualTo(1);
      kept.close();
    }
    source.assertAllClosed();
  }

  @Test
  void latest_keepsTheNewestAndCountsTheRest() {
    FakeSource source = FakeSource.ofRate(10, 25);
    SourceSettings settings = settings(Playback.builder().delivery(Delivery.LATEST).build());
    try (ReaderRun run = ReaderRun.of(settings, source)) {
      run.awaitEnd();
      assertThat(run.heard.heldPictures()).isEqualTo(1);
      assertThat(run.collectNumbers()).containsExactly(9L);
      assertThat(run.heard.drops()).isEqualTo(Map.of(DropCause.OVERLOAD, 9));
    }
    source.assertAllClosed();
  }

  @Test
  void latestAtARate_keepsTheNewestUntilItIsTaken() {
    FakeSource source = FakeSource.ofRate(30, 10);
    SourceSettings settings =
        settings(Playback.builder().delivery(Delivery.LATEST).fps(0.5).build());
    try (ReaderRun run = ReaderRun.of(settings, source)) {
      run.awaitEnd();
      assertThat(run.collectNumbers()).containsExactly(29L);
      assertThat(run.heard.drops()).isEqualTo(Map.of(DropCause.RATE, 28, DropCause.OVERLOAD, 1));
    }
    source.assertAllClosed();
  }

  /** Two seconds lie between frames of a source in which nothing moves. */
  private static ReaderRun gated(Delivery delivery, FakeSource source) {
    SceneSettings scene = SceneSettings.NONE.withMotion(MotionSettings.ON.withIdleFps(0.5));
    SourceSettings settings = settings(Playback.builder().delivery(delivery).build());
    return new ReaderRun(settings, source, ManualClock.jumping(), scene).start();
  }

  @Test
  void whereNothingMoves_framesComeAtTheIdleRate() {
    FakeSource source = FakeSource.ofRate(60, 10);
    try (ReaderRun run = gated(Delivery.EVERY, source)) {
      assertThat(run.collectNumbers()).containsExactly(0L, 20L, 40L);
      assertThat(run.heard.drops()).isEqualTo(Map.of(DropCause.GATED, 57));
    }
    source.assertAllClosed();
  }

  @Test
  void latestWhereNothingMoves_keepsTheNewestUntilItIsTaken() {
    FakeSource source = FakeSource.ofRate(60, 10);
    try (ReaderRun run = gated(Delivery.LATEST, source)) {
      run.awaitEnd();
      assertThat(run.collectNumbers()).containsExactly(59L);
      assertThat(run.heard.drops()).isEqualTo(Map.of(DropCause.GATED, 57, DropCause.OVERLOAD, 2));
    }
    source.assertAllClosed();
  }

  @Test
  void latestWhereSomethingMoved_keepsThatPictureUntilItIsTaken() {
    FakeSource source = new FakeSource(10);
    for (int i = 0; i < 38; i++) {
      boolean thing = i == 22;
      source.picture(
          i * 100_000_000L,
          320,
          180,
          (x, y) -> thing && x > 100 && x < 140 && y > 60 && y < 140 ? 0xF0F0F0 : 0x404040);
    }
    try (ReaderRun run = gated(Delivery.LATEST, source)) {
      run.awaitEnd();
      assertThat(run.collectNumbers()).containsExactly(27L);
    }
    source.assertAllClosed();
  }

  @Test
  void latestAtARate_givesOneFrameEachTurn_whenItIsTakenAtOnce() throws Exception {
    ManualClock clock = ManualClock.blocking();
    FakeSource source = FakeSource.ofRate(25, 10);
    SourceSettings settings =
        settings(Playback.builder().delivery(Delivery.LATEST).fps(1).realtime(true).build());
    try (ReaderRun run = new ReaderRun(settings, source, clock).start()) {
      assertThat(run.collect(1)).extracting(ReaderRun.Seen::number).containsExactly(0L);
      clock.advance(1000 * MS);
      assertThat(run.collect(1)).extracting(ReaderRun.Seen::number).containsExactly(10L);
      clock.advance(1000 * MS);
      assertThat(run.collect(1)).extracting(ReaderRun.Seen::number).containsExactly(20L);
      clock.advance(1000 * MS);
      run.awaitEnd();
      assertThat(run.heard.drops()).isEqualTo(Map.of(DropCause.RATE, 22));
    }
    source.assertAllClosed();
  }

  @Test
  void frame_reportsDecodeTime() throws Exception {
    try (ReaderRun run = ReaderRun.of(settings(), FakeSource.ofRate(1, 25));
        Frame frame = run.reader.frames().take()) {
      assertThat(frame).isNotNull();
      assertThat(frame.timings().get(LatencyStage.DECODE)).isEqualTo(FakeSource.DECODE_NANOS);
      assertThat(frame.systemTimestamp()).isEqualTo(ManualClock.jumping().now());
    }
  }

  @Test
  void skipFirst_dropsPictures_butKeepsNumbersAndTimestamps() {
    FakeSource source = FakeSource.ofRate(5, 10);
    try (ReaderRun run = ReaderRun.of(settings(Playback.builder().skipFirst(3).build()), source)) {
      assertThat(run.collect())
          .containsExactly(
              new ReaderRun.Seen(3, 300 * MS, false), new ReaderRun.Seen(4, 400 * MS, false));
      assertThat(run.heard.read()).isEqualTo(5);
      assertThat(run.heard.drops()).isEmpty();
    }
    source.assertAllClosed();
  }

  @Test
  void fps_dropsByTimestampsAndCountsThemAsRate() {
    FakeSource source = FakeSource.ofRate(30, 30);
    try (ReaderRun run = ReaderRun.of(settings(Playback.builder().fps(10).build()), source)) {
      assertThat(run.collectNumbers())
          .containsExactlyElementsOf(LongStream.range(0, 10).mapToObj(i -> i * 3).toList());
      assertThat(run.heard.drops()).isEqualTo(Map.of(DropCause.RATE, 20));
    }
    source.assertAllClosed();
  }

  @Test
  void limit_endsInOrderAndReadsNoFurther() {
    FakeSource source = FakeSource.ofRate(10, 25);
    try (ReaderRun run = ReaderRun.of(settings(Playback.builder().limit(4).build()), source)) {
      assertThat(run.collectNumbers()).containsExactly(0L, 1L, 2L, 3L);
      assertThat(run.outcome()).isNull();
      assertThat(run.heard.read()).isEqualTo(4);
    }
    source.assertAllClosed();
  }

  @Test
  void limitOfLatest_countsWhatIsTaken_notWhatGaveWay() throws Exception {
    ManualClock clock = ManualClock.blocking();
    FakeSource source = FakeSource.ofRate(25, 10);
    SourceSettings settings =
        settings(Playback.builder().delivery(Delivery.LATEST).limit(2).realtime(true).build());
    try (ReaderRun run = new ReaderRun(settings, source, clock).start()) {
      await().until(() -> run.reader.frames().size() == 1); // its time counts from there
      clock.advance(500 * MS);
      await().until(() -> run.heard.drops().getOrDefault(DropCause.OVERLOAD, 0) == 5);
      assertThat(run.collect(1)).extracting(ReaderRun.Seen::number).containsExactly(5L);
      clock.advance(100 * MS);
      run.awaitEnd();
      assertThat(run.collectNumbers()).containsExactly(6L);
      assertThat(run.outcome()).isNull();
    }
    source.assertAllClosed();
  }

  @Test
  void limitOfAsManyAsThereAre_endsInOrder() {
    try (ReaderRun run =
        ReaderRun.of(settings(Playback.builder().limit(3).build()), FakeSource.ofRate(3, 25))) {
      assertThat(run.collectNumbers()).containsExactly(0L, 1L, 2L);
      assertThat(run.outcome()).isNull();
    }
  }

  @Test
  void flip_mirrorsWhatIsShownAndClosesOneReference() {
    FakeSource source = FakeSource.ofRate(2, 25);
    try (ReaderRun run = ReaderRun.of(settings(Playback.builder().flip(true).build()), source)) {
      assertThat(run.collect()).extracting(ReaderRun.Seen::mirrored).containsExactly(true, true);
    }
    source.assertAllClosed();
  }

  @Test
  void loop_continuesNumbersAndTimestamps() {
    FakeSource source = FakeSource.ofRate(3, 10);
    try (ReaderRun run =
        ReaderRun.of(settings(Playback.builder().loop(true).limit(8).build()), source)) {
      List<ReaderRun.Seen> seen = run.collect();
      assertThat(seen)
          .extracting(ReaderRun.Seen::number)
          .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
      assertThat(seen)
          .extracting(frame -> frame.timestampNanos() / MS)
          .containsExactly(0L, 100L, 200L, 300L, 400L, 500L, 600L, 700L);
      run.awaitEnd();
      assertThat(source.opens).hasValue(3);
      assertThat(source.closes).hasValue(3);
    }
    source.assertAllClosed();
  }

  @Test
  void realtime_waitsByTimestamps() {
    ManualClock clock = ManualClock.jumping();
    FakeSource source = new FakeSource(0).picture(0).picture(40 * MS).picture(140 * MS);
    try (ReaderRun run =
        new ReaderRun(settings(Playback.builder().realtime(true).build()), source, clock).start()) {
      assertThat(run.collect()).hasSize(3);
      assertThat(clock.waits()).containsExactly(0L, 40 * MS, 100 * MS);
    }
  }

  @Test
  void realtime_lateFrameDelaysNoneAfterIt() {
    ManualClock clock = ManualClock.blocking();
    FakeSource source = FakeSource.ofRate(5, 10);
    try (ReaderRun run =
        new ReaderRun(settings(Playback.builder().realtime(true).build()), source, clock).start()) {
      assertThat(run.collect(1)).hasSize(1);
      await().until(clock::isWaiting);
      clock.advance(250 * MS);
      assertThat(run.collect(2)).extracting(ReaderRun.Seen::number).containsExactly(1L, 2L);
      await().until(clock::isWaiting);
      assertThat(clock.waits()).containsExactly(0L, 100 * MS, 0L, 50 * MS);
      clock.advance(50 * MS);
      assertThat(run.collect(1)).extracting(ReaderRun.Seen::number).containsExactly(3L);
      run.reader.stop();
      run.awaitEnd();
      assertThat(run.heard.late()).startsWith(0L, 0L, 50 * MS, 0L).endsWith(0L);
    }
    source.assertAllClosed();
  }

  @Test
  void realtime_doesNotHoldALiveSourceBack() {
    ManualClock clock = ManualClock.blocking();
    FakeSource source = FakeSource.ofRate(3, 10).live();
    try (ReaderRun run =
        new ReaderRun(settings(Playback.builder().realtime(true).limit(3).build()), source, clock)
            .start()) {
      assertThat(run.collect()).hasSize(3);
      assertThat(clock.waits()).isEmpty();
    }
  }

  @Test
  void frameReader_appliesAllOptionsTogether() {
    ManualClock clock = ManualClock.jumping();
    FakeSource source = FakeSource.ofRate(10, 10);
    SourceSettings settings =
        settings(
            Playback.builder()
                .skipFirst(2)
                .fps(5)
                .loop(true)
                .limit(7)
                .flip(true)
                .realtime(true)
                .build());
    try (ReaderRun run = new ReaderRun(settings, source, clock).start()) {
      List<ReaderRun.Seen> seen = run.collect();
      // The second pass leaves its first two pictures out without counting them.
      assertThat(seen)
          .extracting(ReaderRun.Seen::number)
          .containsExactly(2L, 4L, 6L, 8L, 10L, 12L, 14L);
      assertThat(seen)
          .extracting(frame -> frame.timestampNanos() / MS)
          .containsExactly(200L, 400L, 600L, 800L, 1000L, 1200L, 1400L);
      assertThat(seen).allMatch(ReaderRun.Seen::mirrored);
      assertThat(clock.waits())
          .containsExactly(0L, 200 * MS, 200 * MS, 200 * MS, 200 * MS, 200 * MS, 200 * MS);
      assertThat(run.outcome()).isNull();
      assertThat(run.heard.drops()).isEqualTo(Map.of(DropCause.RATE, 6));
      assertThat(run.heard.read()).isEqualTo(10 + 7);
    }
    source.assertAllClosed();
  }

  @Test
  void damage_isCountedAndWhatDecodesIsUsed() {
    FakeSource source =
        new FakeSource(25)
            .picture(0)
            .undecodable()
            .damagedPicture(80 * MS)
            .undecodable()
            .undecodable();
    try (ReaderRun run = ReaderRun.of(settings(), source)) {
      assertThat(run.collectNumbers()).containsExactly(0L, 1L);
      assertThat(run.outcome()).isNull();
      assertThat(run.heard.damaged()).isEqualTo(4);
    }
    source.assertAllClosed();
  }
}
