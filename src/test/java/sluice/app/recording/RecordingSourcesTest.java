package sluice.app.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.config.settings.RecoveryConfig;
import sluice.core.DecoderCrashException;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.UnsupportedSourceException;
import sluice.core.recording.RecorderState;
import sluice.core.recording.RecorderStatus;
import sluice.core.recording.RecordingLoss;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.core.util.Backoff;
import sluice.service.recovery.CrashHistory;
import sluice.testing.NewThreads;

@Timeout(30)
class RecordingSourcesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final RecoveryConfig RECOVERY =
      new RecoveryConfig(
          TIMEOUT,
          Duration.ofMillis(1),
          Duration.ofMillis(4),
          0,
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          1,
          1);
  private static final RecordingSettings ALL =
      RecordingSettings.OFF.with(RecordingMode.CONTINUOUS, Duration.ofSeconds(10));
  private static final RecorderStatus OF_STORE = RecorderStatus.of(RecorderState.RECORDING);

  private final NewThreads threads = new NewThreads();
  private final AtomicLong clock = new AtomicLong();
  private final FakePackets camera = new FakePackets("camera");
  private final RecordingSources sources =
      new RecordingSources((stream, settings) -> List.of(), () -> 0, clock::get);

  @AfterEach
  void close() {
    camera.gate.countDown();
    sources.close();
  }

  private void begin(RecordingSettings settings, FakePackets from) {
    sources.begin("yard", settings, from, RECOVERY);
  }

  private RecorderState state() {
    return sources.status("yard", OF_STORE).state();
  }

  private Duration lost() {
    return sources.status("yard", OF_STORE).lost().get(RecordingLoss.NO_SOURCE);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private static SluiceException refused() {
    return new SluiceException(ErrorCode.INPUT, "rtsp://cam/main: connection refused");
  }

  private List<String> threads() {
    return threads.named(
        name -> name.startsWith("recorder-") || name.equals("sluice-recording-watch"));
  }

  @Test
  void withoutSuchStreams_thereIsNoThread() {
    assertThat(threads()).isEmpty();
    assertThat(sources.status("yard", OF_STORE)).isEqualTo(OF_STORE);
    sources.end("yard");
    sources.forget("yard");
    assertThat(threads()).isEmpty();
  }

  @Test
  void addressThatFails_isOpenedAgain_saysWhy_andCountsTheTime() {
    camera.failure.set(refused());
    begin(ALL, camera);
    await().until(() -> camera.count("opens") > 5);
    assertThat(state()).isEqualTo(RecorderState.interrupted("rtsp://cam/main: connection refused"));

    pass(Duration.ofSeconds(7));
    camera.failure.set(null);
    await().until(() -> state().equals(RecorderState.RECORDING));
    assertThat(lost()).isEqualTo(Duration.ofSeconds(7));

    camera.failure.set(refused());
    await().until(() -> state().condition() == RecorderState.Condition.INTERRUPTED);
    await().until(() -> camera.count("closed") == camera.count("open"));
    pass(Duration.ofSeconds(2));
    sources.end("yard");
    assertThat(lost()).as("until it was to end").isEqualTo(Duration.ofSeconds(9));
    assertThat(state()).isEqualTo(RecorderState.RECORDING);
    sources.forget("yard");
    assertThat(lost()).isZero();
  }

  @Test
  void ofEvents_itIsNotKnownWhatWasLost() {
    camera.failure.set(refused());
    begin(ALL.with(RecordingMode.EVENTS, ALL.segment()), camera);
    await().until(() -> state().condition() == RecorderState.Condition.INTERRUPTED);
    pass(Duration.ofSeconds(7));
    sources.watch();
    assertThat(lost()).isZero();
  }

  @Test
  void waitsGrow_untilPacketsHaveComeForAWhile() {
    RecoveryConfig slow =
        new RecoveryConfig(
            TIMEOUT,
            Duration.ofMillis(1),
            Duration.ofDays(1),
            0,
            TIMEOUT,
            Duration.ofMinutes(1),
            1,
            1);
    camera.failure.set(refused());
    sources.begin("yard", ALL, camera, slow);
    await().until(() -> camera.count("opens") >= 11);
    camera.failure.set(null);
    await().until(() -> state().equals(RecorderState.RECORDING));
    long opened = camera.count("opens");
    assertThat(opened).as("waits of 1, 2, 4 ms …").isLessThan(20);

    pass(TIMEOUT);
    await().until(() -> camera.count("open") == 1);
    camera.failure.set(refused());
    await().until(() -> camera.count("opens") >= opened + 4);
  }

  @Test
  void threadThatDoesNotReturn_isLeftBehind_andAnotherOneTakesItsPlace() {
    CountDownLatch stuck = new CountDownLatch(1);
    camera.gate = stuck;
    begin(ALL, camera);
    await().until(() -> camera.count("opens") == 1);
    pass(TIMEOUT.plus(RecordingSession.GRACE));
    sources.watch();
    assertThat(state()).as("not yet").isEqualTo(RecorderState.RECORDING);

    pass(Duration.ofMillis(1));
    camera.gate = new CountDownLatch(0);
    sources.watch();
    await().until(() -> camera.count("open") == 1);
    await().until(() -> state().equals(RecorderState.RECORDING));
    assertThat(lost()).isEqualTo(TIMEOUT.plus(RecordingSession.GRACE).plusMillis(1));

    stuck.countDown();
    await().until(() -> camera.count("closed") == 1);
    sources.watch();
    assertThat(state()).as("that of the one that reads").isEqualTo(RecorderState.RECORDING);
    assertThat(camera.count("opens")).isEqualTo(2);
  }

  @Test
  void threadWhoseProcessWaitsForItsTurn_isNotStuck() {
    CountDownLatch turn = new CountDownLatch(1);
    camera.gate = turn;
    begin(ALL, camera);
    await().until(() -> camera.count("opens") == 1);
    for (int i = 0; i < 2; i++) {
      pass(TIMEOUT.plus(RecordingSession.GRACE));
      camera.taps.forEach(tap -> tap.opening("its decoder's process waits for its turn to start"));
      sources.watch();
    }
    assertThat(state()).isEqualTo(RecorderState.RECORDING);
    camera.taps.forEach(tap -> tap.opening(""));
    pass(TIMEOUT.plus(RecordingSession.GRACE).plusMillis(1));
    sources.watch();
    assertThat(state().reason()).as("its turn has come").contains("does not return");
    turn.countDown();
  }

  @Test
  void whileAllThreadsAreStuck_noOtherIsBegun() {
    CountDownLatch stuck = new CountDownLatch(1);
    camera.gate = stuck;
    begin(ALL, camera);
    for (int i = 1; i <= RecordingSession.MOST_STUCK; i++) {
      int number = i;
      await().until(() -> camera.count("opens") == number);
      pass(TIMEOUT.plus(RecordingSession.GRACE).plusMillis(1));
      sources.watch();
    }
    pass(TIMEOUT.plus(RecordingSession.GRACE).multipliedBy(2));
    sources.watch();
    assertThat(camera.count("opens")).isEqualTo(RecordingSession.MOST_STUCK);
    assertThat(state().reason()).contains("does not return");

    camera.gate = new CountDownLatch(0);
    stuck.countDown();
    await().until(() -> state().equals(RecorderState.RECORDING));
  }

  @Test
  void end_closesTheAddress_andNothingIsOpenedAgain() throws Exception {
    begin(ALL, camera);
    await().until(() -> camera.count("open") == 1);
    sources.end("yard");
    await().until(() -> camera.count("closed") == 1);
    sources.watch();
    await().until(() -> threads().isEmpty());

    sources.close();
    begin(ALL, camera);
    assertThat(threads()).as("the service ends").isEmpty();
    assertThat(camera.count("opens")).isEqualTo(1);
  }

  @Test
  void endThatIsHeldUp_isWaitedForWithinALimit() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    camera.gate = stuck;
    RecordingSession session =
        new RecordingSession(
            "yard",
            camera,
            List::of,
            TIMEOUT,
            new Backoff(TIMEOUT, TIMEOUT, 0, () -> 0),
            clock::get,
            nanos -> {},
            () -> {},
            null);
    session.begin();
    await().until(() -> camera.count("opens") == 1);
    session.end();
    assertThat(session.awaitEnd(Duration.ofMillis(1))).isFalse();
    stuck.countDown();
    assertThat(session.awaitEnd(Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void sameSettings_changeNothing_andOthersWaitForTheConnectionBefore() {
    begin(ALL, camera);
    begin(ALL, camera);
    await().until(() -> camera.count("open") == 1);
    FakePackets other = new FakePackets("other");
    begin(ALL, other);
    await().until(() -> other.count("open") == 1);
    assertThat(camera.log).containsExactly("camera opens", "camera open", "camera closed");
    assertThat(other.log).first().isEqualTo("other opens");
  }

  @Test
  void whatCannotBeRecorded_isNotTriedAgain_untilTheStreamIsStarted() {
    camera.failure.set(new UnsupportedSourceException("http://cam/a.mp4: is a recording"));
    begin(ALL, camera);
    RecorderState unsupported = RecorderState.unsupported("http://cam/a.mp4: is a recording");
    await().until(() -> state().equals(unsupported));
    await().until(() -> !threads().contains("recorder-yard"));
    assertThat(camera.count("opens")).isEqualTo(1);

    camera.failure.set(null);
    begin(ALL, camera);
    await().until(() -> camera.count("open") == 1);
    assertThat(state()).isEqualTo(RecorderState.RECORDING);
  }

  @Test
  void decoderThatCrashes_isTriedAgain_andHeldAtLast_untilSomebodyAsks() {
    camera.failure.set(new DecoderCrashException("rtsp://cam/main: ended by signal 11", true));
    begin(ALL, camera);
    await().until(() -> state().condition() == RecorderState.Condition.UNSUPPORTED);
    assertThat(state().reason())
        .startsWith("its source crashed the decoder's process 5 times within 10 minutes")
        .contains("rtsp://cam/main: ended by signal 11", "restart the stream");
    assertThat(camera.count("opens")).isEqualTo(CrashHistory.LIMIT);
    assertThat(sources.crashes("yard")).isEqualTo(CrashHistory.LIMIT);
    await().until(() -> !threads().contains("recorder-yard"));

    camera.failure.set(null);
    begin(ALL, camera); // as the stream's own source is tried again
    assertThat(threads()).doesNotContain("recorder-yard");
    assertThat(state().condition()).isEqualTo(RecorderState.Condition.UNSUPPORTED);

    sources.forgive("yard");
    begin(ALL, camera);
    await().until(() -> state().equals(RecorderState.RECORDING));
    sources.forget("yard");
    assertThat(sources.crashes("yard")).isZero();
  }

  @Test
  void crashesCountAnew_whereAStreamComesBack() {
    camera.failure.set(new DecoderCrashException("rtsp://cam/main: was killed", false));
    begin(ALL, camera);
    await().until(() -> sources.crashes("yard") > 0);
    sources.end("yard");
    assertThat(sources.crashes("yard")).as("it rests").isPositive();
    sources.forgetCrashes("yard");
    assertThat(sources.crashes("yard")).isZero();

    begin(ALL, camera);
    await().until(() -> sources.crashes("yard") > 0);
  }

  @Test
  void decoderThatIsKilled_isTriedAgainForEver() {
    camera.failure.set(new DecoderCrashException("rtsp://cam/main: was killed", false));
    begin(ALL, camera);
    await().until(() -> camera.count("opens") > 2 * CrashHistory.LIMIT);
    assertThat(state()).isEqualTo(RecorderState.interrupted("rtsp://cam/main: was killed"));
  }

  @Test
  void firstCrash_isFollowedAtOnce() {
    RecoveryConfig never =
        new RecoveryConfig(
            TIMEOUT,
            Duration.ofDays(1),
            Duration.ofDays(1),
            0,
            TIMEOUT,
            Duration.ofMinutes(1),
            1,
            1);
    camera.failure.set(new DecoderCrashException("rtsp://cam/main: ended by signal 11", true));
    sources.begin("yard", ALL, camera, never);
    await().until(() -> camera.count("opens") == 2);
    await().until(() -> state().condition() == RecorderState.Condition.INTERRUPTED);
  }

  @Test
  void faultOfSluice_isTriedAgain() {
    camera.failure.set(new IllegalStateException("broken"));
    begin(ALL, camera);
    await().until(() -> camera.count("opens") > 2);
    assertThat(state().condition()).isEqualTo(RecorderState.Condition.INTERRUPTED);
    assertThat(state().reason()).isEqualTo("its source: broken");
  }
}
