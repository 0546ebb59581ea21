package sluice.service.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.DecoderCrashException;
import sluice.core.ErrorCode;
import sluice.service.FakeRun;
import sluice.service.ServiceFixture;
import sluice.service.model.ModelRegistry;
import sluice.service.model.ModelStatus;
import sluice.service.recovery.CrashHistory;
import sluice.service.recovery.RestartCause;

@Timeout(60)
class StreamHostTest extends StreamHostFixture {
  private static final Duration FRAME_TIMEOUT = ServiceFixture.RECOVERY.frameTimeout();

  @Test
  void stream_goesFromStartingThroughWaitingForModelToRunning() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    assertThat(status(host).state()).isEqualTo(StreamState.STARTING);
    assertThat(status(host).cause()).isEqualTo("added");

    running(host);

    StreamStatus status = status(host);
    assertThat(status.devices()).isEqualTo("FAKE");
    assertThat(status.source()).contains("rtsp://").doesNotContain("secret");
    assertThat(status.transitions())
        .extracting(Transition::state)
        .containsExactly(StreamState.STARTING, StreamState.WAITING_FOR_MODEL, StreamState.RUNNING);
    assertThat(fixture.run().attached()).hasSize(1);
  }

  @Test
  void waitingStream_statesWhyTheModelIsMissing() {
    fixture.openFailure = ServiceFixture.failure(ErrorCode.MODEL, "model person.xml can't be read");
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    fixture.run().open();
    awaitState(host, StreamState.WAITING_FOR_MODEL);
    await().until(() -> status(host).cause().contains("can't be read"));

    fixture.openFailure = null;
    time.timePasses(Duration.ofSeconds(2));

    awaitState(host, StreamState.RUNNING);
  }

  @Test
  void failedSource_isRetried_withGrowingDelays() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    int attempts = 1;
    for (int seconds : List.of(1, 2, 4, 8, 16, 30, 30)) {
      fixture.run().end(ServiceFixture.failure(ErrorCode.INPUT, "no route to host"));
      awaitState(host, StreamState.RETRYING);
      time.timePasses(Duration.ofSeconds(seconds).minusMillis(100));
      status(host);
      assertThat(fixture.runs).hasSize(attempts);
      time.timePasses(Duration.ofMillis(200));
      awaitState(host, StreamState.STARTING);
      assertThat(fixture.runs).hasSize(++attempts);
    }
    StreamStatus status = status(host);
    assertThat(status.faults().restarts()).containsEntry(RestartCause.INPUT, 7L);
    assertThat(status.transitions()).hasSizeLessThanOrEqualTo(3);
    assertThat(status.transitions())
        .anySatisfy(
            transition -> {
              assertThat(transition.state()).isEqualTo(StreamState.RETRYING);
              assertThat(transition.times()).isEqualTo(7);
            });
  }

  private static DecoderCrashException crash(boolean blamed) {
    return new DecoderCrashException("rtsp://cam/lobby: the process ended by signal 11", blamed);
  }

  /** Crashes until the source is held; leaves the run before the last crash. */
  private void crashUntilTheLast(ActorRef<StreamCommand> host) {
    fixture.run().end(crash(true));
    await().until(() -> fixture.runs.size() == 2); // at once: no time has passed
    int attempts = 2;
    for (int seconds : List.of(1, 2, 4)) {
      fixture.run().end(crash(true));
      awaitState(host, StreamState.RETRYING);
      time.timePasses(Duration.ofSeconds(seconds).minusMillis(100));
      status(host);
      assertThat(fixture.runs).hasSize(attempts);
      time.timePasses(Duration.ofMillis(200));
      awaitState(host, StreamState.STARTING);
      assertThat(fixture.runs).hasSize(++attempts);
    }
  }

  @Test
  void crashedDecoder_isReplacedAtOnce_thenWithGrowingDelays_andHeldAtLast() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    crashUntilTheLast(host);

    fixture.run().end(crash(true));

    awaitState(host, StreamState.FAILED);
    time.timePasses(Duration.ofHours(1));
    StreamStatus status = status(host);
    assertThat(fixture.runs).hasSize(CrashHistory.LIMIT);
    assertThat(status.cause())
        .contains(
            "crashed the decoder's process 5 times within 10 minutes and is held",
            "the process ended by signal 11",
            "firmware and codec, then restart the stream")
        .doesNotContain("secret");
    assertThat(status.faults().restarts())
        .containsEntry(RestartCause.DECODER_CRASH, CrashHistory.LIMIT - 1L)
        .doesNotContainKey(RestartCause.INPUT);
    assertThat(status.faults().decoderCrashes()).isEqualTo(CrashHistory.LIMIT);
    assertThat(fixture.recorded).as("what is recorded beside it goes on").contains("lobby");
  }

  @Test
  void status_saysWhereTheSourceIsDecoded_alsoBetweenRuns() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    assertThat(status(host).isolation()).isEqualTo(DecodingPlace.SERVICE);
    fixture.run().place = DecodingPlace.PROCESS; // as it was never asked while it ran
    fixture.run().end(ServiceFixture.failure(ErrorCode.INPUT, "no route to host"));
    awaitState(host, StreamState.RETRYING);
    assertThat(status(host).isolation()).isEqualTo(DecodingPlace.PROCESS);
    assertThat(status(host).faults().decoderCrashes()).isZero();
  }

  @Test
  void heldStream_beginsAnew_whenItIsRestarted() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    crashUntilTheLast(host);
    fixture.run().end(crash(true));
    awaitState(host, StreamState.FAILED);
    fixture.outputs.getFirst().finished.complete(null);

    host.tell(new StreamCommand.Restart());
    await().until(() -> fixture.runs.size() == CrashHistory.LIMIT + 1);
    fixture.run().end(crash(true));
    await().until(() -> fixture.runs.size() == CrashHistory.LIMIT + 2); // at once
    assertThat(fixture.forgiven).contains("lobby");
  }

  @Test
  void restartedStream_hasNoCrashesBehindIt() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    crashUntilTheLast(host);
    int attempts = fixture.runs.size();
    host.tell(new StreamCommand.Restart());
    await().until(() -> fixture.runs.size() == attempts + 1);
    fixture.run().end(crash(true));
    await().until(() -> fixture.runs.size() == attempts + 2);
    assertThat(status(host).state()).isEqualTo(StreamState.STARTING);
  }

  @Test
  void decoderThatIsKilledFromOutside_isNeverHeld() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    for (int i = 1; i <= 3 * CrashHistory.LIMIT; i++) {
      int attempts = i;
      fixture.run().end(crash(false));
      await().until(() -> restartsOfCrashes(host) == attempts);
      while (fixture.runs.size() == attempts) { // the longest wait is 30 s
        time.timePasses(Duration.ofSeconds(1));
        assertThat(status(host).state()).isNotEqualTo(StreamState.FAILED);
      }
    }
    assertThat(status(host).state()).isEqualTo(StreamState.STARTING);
  }

  private long restartsOfCrashes(ActorRef<StreamCommand> host) {
    return status(host).faults().restarts().getOrDefault(RestartCause.DECODER_CRASH, 0L);
  }

  @Test
  void recordingThatCrashesItsDecoder_failsAtOnce() {
    ActorRef<StreamCommand> host = start(file("clip.mp4"));
    fixture.run().end(crash(true));
    awaitState(host, StreamState.FAILED);
    assertThat(status(host).cause()).isEqualTo("rtsp://cam/lobby: the process ended by signal 11");
    assertThat(fixture.runs).hasSize(1);
  }

  @Test
  void retryDelay_isReset_afterFramesFlowed() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    fail(host, 1);
    fail(host, 2);
    running(host);
    for (int i = 0; i < 11; i++) {
      fixture.run().frame();
      time.timePasses(Duration.ofSeconds(1));
      status(host);
    }
    fail(host, 1);
  }

  @Test
  void silentSource_isRetried_beforeAndAfterOpening() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    time.timePasses(FRAME_TIMEOUT.plusMillis(100));
    awaitState(host, StreamState.RETRYING);
    assertThat(status(host).faults().restarts()).containsEntry(RestartCause.SILENCE, 1L);
    time.timePasses(Duration.ofSeconds(1));
    awaitState(host, StreamState.STARTING);

    running(host);
    for (int i = 0; i < 15; i++) {
      fixture.run().frame();
      time.timePasses(Duration.ofSeconds(1));
      assertThat(status(host).state()).isEqualTo(StreamState.RUNNING);
    }
    time.timePasses(FRAME_TIMEOUT.plusMillis(100));
    awaitState(host, StreamState.RETRYING);
    assertThat(status(host).cause()).contains("no frame came for 10 s; check the camera");
  }

  @Test
  void silentSource_saysWhatIsKnownOfIt() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    fixture.run().silence = "the demo is being drawn";
    time.timePasses(FRAME_TIMEOUT.plusMillis(100));
    awaitState(host, StreamState.RETRYING);
    assertThat(status(host).cause()).isEqualTo("no frame came for 10 s; the demo is being drawn");
  }

  @Test
  void pacedSource_isNotTimedOut() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    fixture.run().paced();
    time.timePasses(Duration.ofMinutes(5));
    assertThat(status(host).state()).isEqualTo(StreamState.RUNNING);
  }

  /** Whatever holds its frames up, or its reading: a reason to be silent does not last for ever. */
  @Test
  void silenceWithAReason_isTimedOutToo() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    fixture.run().paced();
    time.timePasses(Duration.ofMinutes(9));
    assertThat(status(host).state()).isEqualTo(StreamState.RUNNING); // after all of its checks
    fixture.run().frame();
    int seconds = 0;
    while (restartsOfSilence(host) == 0 && seconds < 1000) {
      time.timePasses(FRAME_TIMEOUT.minusSeconds(1)); // in steps: it reckons from when it is told
      seconds += 9;
    }
    assertThat(restartsOfSilence(host)).isEqualTo(1);
    assertThat(seconds).isBetween(600, 660);
    assertThat(status(host).faults().lastError().orElseThrow())
        .contains("no result came for 10 min", "takes none");
  }

  private long restartsOfSilence(ActorRef<StreamCommand> host) {
    return status(host).faults().restarts().getOrDefault(RestartCause.SILENCE, 0L);
  }

  @Test
  void silenceWithAReason_lastsAsLongAsTheModelIsWaitedFor() {
    fixture.openFailure = ServiceFixture.failure(ErrorCode.MODEL, "model person.xml can't be read");
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    await().until(() -> status(host).state() == StreamState.STARTING);
    fixture.run().open();
    fixture.run().paced();
    awaitState(host, StreamState.WAITING_FOR_MODEL);
    time.timePasses(Duration.ofHours(1));
    assertThat(status(host).state()).isEqualTo(StreamState.WAITING_FOR_MODEL);
  }

  @Test
  void stuckThread_isAbandonedAndReported_andStreamContinues() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    FakeRun stuck = fixture.run();
    stuck.stuck = true;
    // To the tick: what the host does at a tick, at its own time, must not fall into the same step.
    time.timePasses(FRAME_TIMEOUT);
    await().until(stuck::isStopped);
    status(host);
    time.timePasses(StuckRuns.GRACE);
    manager.expectMessage(new StreamManager.ThreadStuck("lobby"));
    assertThat(status(host).faults().stuckThreads())
        .isEqualTo(1); // an answer: it is through with that
    assertThat(stuck.aborted()).isNotNull();
    awaitState(host, StreamState.RETRYING);
    time.timePasses(Duration.ofSeconds(1));
    running(host);

    stuck.end(null);

    manager.expectMessage(new StreamManager.ThreadReturned("lobby"));
    assertThat(status(host).faults().stuckThreads()).isZero();
    assertThat(status(host).state()).isEqualTo(StreamState.RUNNING);
  }

  @Test
  void endedRecording_completesTheStream_andFinishesItsSinks() {
    ActorRef<StreamCommand> host = start(file("clip.mp4"));
    running(host);
    fixture.run().end(null);
    awaitState(host, StreamState.COMPLETED);
    assertThat(fixture.outputs.getFirst().finishing).isTrue();
    await().until(() -> fixture.models.getFirst().closes.get() == 1);
  }

  @Test
  void unreadableRecording_failsTheStream() {
    ActorRef<StreamCommand> host = start(file("clip.mp4"));
    fixture.run().end(ServiceFixture.failure(ErrorCode.INPUT, "clip.mp4: there is no such file"));
    awaitState(host, StreamState.FAILED);
    time.timePasses(Duration.ofHours(1));
    assertThat(status(host).faults().lastError()).contains("clip.mp4: there is no such file");
    assertThat(fixture.runs).hasSize(1);
  }

  @Test
  void unsuitableModel_failsTheStream() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    fixture.run().refuse(ServiceFixture.failure(ErrorCode.MODEL, "no detections"));
    fixture.run().open();
    awaitState(host, StreamState.FAILED);
    await().until(() -> fixture.models.getFirst().closes.get() == 1);
  }

  @Test
  void pausedStream_releasesEverything_andRunsAgainOnResume() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    host.tell(new StreamCommand.Pause());
    awaitState(host, StreamState.PAUSED);
    assertThat(fixture.run().isStopped()).isTrue();
    assertThat(fixture.outputs.getFirst().finishing).isFalse();
    await().until(() -> fixture.models.getFirst().closes.get() == 1);
    time.timePasses(Duration.ofHours(1));
    assertThat(fixture.runs).hasSize(1);

    host.tell(new StreamCommand.Resume());
    running(host);
    assertThat(fixture.runs).hasSize(2);
    assertThat(fixture.outputs).hasSize(1);
  }

  @Test
  void pause_cancelsThePendingRetry() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    fixture.run().end(ServiceFixture.failure(ErrorCode.INPUT, "no route to host"));
    awaitState(host, StreamState.RETRYING);
    host.tell(new StreamCommand.Pause());
    awaitState(host, StreamState.PAUSED);
    time.timePasses(Duration.ofMinutes(1));
    assertThat(fixture.runs).hasSize(1);
  }

  @Test
  void changedSettings_doNotUndoPause_inProgress() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    fixture.run().stuck = true;
    host.tell(new StreamCommand.Pause());
    host.tell(
        new StreamCommand.Apply(
            ServiceFixture.spec("lobby", "rtsp://other", "person", 0.5, true, List.of())));
    await().until(fixture.run()::isStopped);
    fixture.run().end(null);
    awaitState(host, StreamState.PAUSED);

    host.tell(new StreamCommand.Resume());
    await().until(() -> fixture.outputs.getFirst().finishing);
    fixture.outputs.getFirst().finished.complete(null);
    running(host);
    assertThat(fixture.run().spec.config().source().reveal()).isEqualTo("rtsp://other");
  }

  @Test
  void equalSettings_changeNothing() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    host.tell(new StreamCommand.Apply(ServiceFixture.stream("lobby")));
    assertThat(status(host).state()).isEqualTo(StreamState.RUNNING);
    assertThat(fixture.runs).hasSize(1);
    assertThat(fixture.run().attached()).hasSize(1);
  }

  @Test
  void changedThreshold_isApplied_withoutReopeningTheSource() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    host.tell(
        new StreamCommand.Apply(
            ServiceFixture.spec(
                "lobby", "rtsp://user:secret@cam/lobby", "person", 0.9, true, List.of())));
    await().until(() -> fixture.run().attached().size() == 2);
    assertThat(fixture.runs).hasSize(1);
    assertThat(fixture.models).hasSize(1);
  }

  @Test
  void changedModel_isAttached_andOldOneIsClosed() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    host.tell(
        new StreamCommand.Apply(
            ServiceFixture.spec(
                "lobby", "rtsp://user:secret@cam/lobby", "car", 0.5, true, List.of())));
    await().until(() -> fixture.run().attached().size() == 2);
    assertThat(fixture.runs).hasSize(1);
    await().until(() -> fixture.models.getFirst().closes.get() == 1);
    assertThat(fixture.models.getLast().closes).hasValue(0);
  }

  @Test
  void changedSinks_areOpened_afterOldOnesFinished() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    host.tell(
        new StreamCommand.Apply(
            ServiceFixture.spec(
                "lobby",
                "rtsp://user:secret@cam/lobby",
                "person",
                0.5,
                true,
                List.of(ServiceFixture.sink("results")))));
    await().until(() -> fixture.outputs.getFirst().finishing);
    assertThat(fixture.outputs).hasSize(1);
    fixture.outputs.getFirst().finished.complete(null);
    running(host);
    assertThat(fixture.outputs).hasSize(2);
  }

  @Test
  void disabledStream_isStopped_untilResumed() {
    ActorRef<StreamCommand> host =
        start(ServiceFixture.spec("lobby", "rtsp://cam", "person", 0.5, false, List.of()));
    awaitState(host, StreamState.STOPPED);
    assertThat(fixture.runs).isEmpty();
    host.tell(new StreamCommand.Resume());
    running(host);
  }

  @Test
  void stop_finishesRunThenSinks_thenReplies() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    TestProbe<Done> replyTo = kit.createTestProbe(Done.class);
    host.tell(new StreamCommand.Stop(replyTo.getRef()));
    await().until(() -> fixture.outputs.getFirst().finishing);
    assertThat(fixture.run().isStopped()).isTrue();
    replyTo.expectNoMessage();
    fixture.outputs.getFirst().finished.complete(null);
    replyTo.expectMessage(Done.getInstance());
    replyTo.expectTerminated(host);
    await().until(() -> fixture.models.getFirst().closes.get() == 1);
  }

  @Test
  void deviceFailure_isReported_andModelIsRecompiled() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    fixture.run().end(ServiceFixture.failure(ErrorCode.DEVICE, "device lost"));
    awaitState(host, StreamState.RETRYING);
    await().until(() -> fixture.models.getFirst().abandoned != null);
    time.timePasses(Duration.ofSeconds(2));
    running(host);
    assertThat(fixture.models).hasSize(2);
    assertThat(fixture.run().attached()).containsExactly(fixture.models.getLast());
    assertThat(status(host).faults().restarts()).containsEntry(RestartCause.DEVICE, 1L);
  }

  @Test
  void slotsOfOneModel_shareItsHost_withALeaseEach() {
    ActorRef<StreamCommand> host =
        start(ServiceFixture.withAttributes(ServiceFixture.stream("lobby"), "person"));
    running(host);
    assertThat(fixture.models).hasSize(1);
    assertThat(fixture.run().attachments().getFirst().bySlot().values())
        .containsExactly(fixture.models.getFirst(), fixture.models.getFirst());
    assertThat(models())
        .singleElement()
        .satisfies(
            model -> {
              assertThat(model.users()).containsExactly("lobby");
              assertThat(model.leases()).isEqualTo(2);
            });

    host.tell(
        new StreamCommand.Apply(
            ServiceFixture.withAttributes(ServiceFixture.stream("lobby"), "car")));

    await().until(() -> fixture.run().attachments().size() == 2);
    assertThat(fixture.run().attachments().getLast().bySlot().values())
        .containsExactly(fixture.models.getFirst(), fixture.models.getLast());
    await().until(() -> models().stream().allMatch(model -> model.leases() == 1));
    assertThat(models()).hasSize(2);
    assertThat(fixture.models.getFirst().closes).hasValue(0);

    host.tell(new StreamCommand.Pause());
    await().until(() -> fixture.models.stream().allMatch(model -> model.closes.get() == 1));
    await().until(() -> models().isEmpty());
  }

  private List<ModelStatus> models() {
    TestProbe<List<ModelStatus>> probe = kit.createTestProbe();
    registry.tell(new ModelRegistry.GetStatus(probe.getRef()));
    return probe.receiveMessage();
  }

  private void fail(ActorRef<StreamCommand> host, int waitSeconds) {
    int before = fixture.runs.size();
    fixture.run().end(ServiceFixture.failure(ErrorCode.INPUT, "no route to host"));
    awaitState(host, StreamState.RETRYING);
    time.timePasses(Duration.ofSeconds(waitSeconds).minusMillis(100));
    status(host);
    assertThat(fixture.runs).hasSize(before);
    time.timePasses(Duration.ofMillis(200));
    awaitState(host, StreamState.STARTING);
  }

  private static StreamSpec file(String path) {
    return ServiceFixture.spec("clip", path, "person", 0.5, true, List.of());
  }

  @Test
  void addressThatIsRecordedAlone_isKept_untilTheStreamRestsOrEnds() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    assertThat(fixture.recorded).containsExactly("lobby");
    fixture.run().end(ServiceFixture.failure(ErrorCode.INPUT, "no route to host"));
    awaitState(host, StreamState.RETRYING);
    assertThat(fixture.recorded).containsExactly("lobby");

    host.tell(new StreamCommand.Pause());
    awaitState(host, StreamState.PAUSED);
    assertThat(fixture.recorded).isEmpty();
    host.tell(new StreamCommand.Resume());
    awaitState(host, StreamState.STARTING);
    assertThat(fixture.recorded).containsExactly("lobby");

    fixture.run().end(ServiceFixture.failure(ErrorCode.USAGE, "not allowed"));
    awaitState(host, StreamState.FAILED);
    assertThat(fixture.recorded).as("nothing is wrong with it").containsExactly("lobby");

    TestProbe<Done> done = kit.createTestProbe(Done.class);
    host.tell(new StreamCommand.Stop(done.getRef()));
    await().until(() -> fixture.recorded.isEmpty());
    assertThat(fixture.uncounted).as("it is there still").isEmpty();
    fixture.outputs.forEach(outputs -> outputs.finished.complete(null));
    await().until(() -> fixture.uncounted.contains("lobby"));
  }
}
