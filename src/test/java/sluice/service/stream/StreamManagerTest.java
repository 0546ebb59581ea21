package sluice.service.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.service.FakeRun;
import sluice.service.ServiceFixture;
import sluice.service.model.ModelRegistry;
import sluice.service.recovery.FatalErrorHandler;
import sluice.service.stream.StreamManager.Answer;

@Timeout(60)
class StreamManagerTest {
  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
  private final ServiceFixture fixture = new ServiceFixture();
  private final TestProbe<Answer> answers = kit.createTestProbe(Answer.class);
  private final ActorRef<ModelRegistry.Command> registry =
      kit.spawn(ModelRegistry.create(ServiceFixture.RECOVERY, fixture.ports().models()));
  private final ActorRef<StreamManager.Command> manager =
      kit.spawn(StreamManager.create(ServiceFixture.RECOVERY, fixture.ports().streams(), registry));

  StreamManagerTest() {
    registry.tell(
        new ModelRegistry.Apply(Map.of("person", ServiceFixture.model("person", "p.xml", "CPU"))));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void streams_areAddedListedAndRemoved() {
    put("lobby");
    put("yard");
    assertThat(list()).extracting(StreamStatus::id).containsExactlyInAnyOrder("lobby", "yard");
    assertThat(get("yard")).isPresent();

    manager.tell(new StreamManager.Remove("yard", answers.getRef()));
    answers.expectMessage(Answer.ACCEPTED);

    assertThat(get("yard")).isEmpty();
    assertThat(list()).extracting(StreamStatus::id).containsExactly("lobby");
  }

  @Test
  void unknownStream_isReportedAsUnknown() {
    manager.tell(new StreamManager.Remove("yard", answers.getRef()));
    answers.expectMessage(Answer.UNKNOWN);
    manager.tell(new StreamManager.Pause("yard", answers.getRef()));
    answers.expectMessage(Answer.UNKNOWN);
    assertThat(get("yard")).isEmpty();
    assertThat(list()).isEmpty();
  }

  @Test
  void streamPutAsPaused_runs_afterResume() {
    manager.tell(
        new StreamManager.Put(ServiceFixture.stream("lobby"), true, "added", answers.getRef()));
    answers.expectMessage(Answer.ACCEPTED);
    assertThat(get("lobby").orElseThrow().state()).isEqualTo(StreamState.PAUSED);
    assertThat(fixture.runs).isEmpty();
    manager.tell(new StreamManager.Resume("lobby", answers.getRef()));
    answers.expectMessage(Answer.ACCEPTED);
    await().until(() -> get("lobby").orElseThrow().state() == StreamState.STARTING);
  }

  @Test
  void readdedStream_waits_untilOldOneFinishedItsSinks() {
    put("lobby");
    await().until(() -> fixture.outputs.size() == 1);
    manager.tell(new StreamManager.Remove("lobby", answers.getRef()));
    answers.expectMessage(Answer.ACCEPTED);
    put("lobby");
    await().until(() -> fixture.outputs.getFirst().finishing);
    assertThat(fixture.runs).hasSize(1);
    assertThat(fixture.forgotten).isEmpty();

    fixture.outputs.getFirst().finished.complete(null);

    await().until(() -> fixture.runs.size() == 2);
    assertThat(get("lobby")).isPresent();
    assertThat(fixture.forgotten).containsExactly("lobby");
  }

  @Test
  void readdedStream_pausedWhileOldOneStops_startsPaused() {
    put("lobby");
    await().until(() -> fixture.outputs.size() == 1);
    manager.tell(new StreamManager.Remove("lobby", answers.getRef()));
    answers.expectMessage(Answer.ACCEPTED);
    put("lobby");
    manager.tell(new StreamManager.Pause("lobby", answers.getRef()));
    answers.expectMessage(Answer.ACCEPTED);
    await().until(() -> fixture.outputs.getFirst().finishing);

    fixture.outputs.getFirst().finished.complete(null);

    await().until(() -> get("lobby").filter(now -> now.state() == StreamState.PAUSED).isPresent());
    assertThat(fixture.runs).hasSize(1);
  }

  @Test
  void tooManyStuckThreads_endTheProcess_notCountingReturnedOnes() {
    manager.tell(new StreamManager.ThreadStuck("a"));
    manager.tell(new StreamManager.ThreadReturned("a"));
    manager.tell(new StreamManager.ThreadStuck("b"));
    list();
    assertThat(fixture.fatalErrors).isEmpty();
    manager.tell(new StreamManager.ThreadStuck("c"));
    list();
    assertThat(fixture.fatalErrors).containsExactly(FatalErrorHandler.Cause.STUCK_THREADS);
  }

  @Test
  void managerStop_stopsEveryStream_thenReplies() {
    put("lobby");
    put("yard");
    await().until(() -> fixture.outputs.size() == 2);
    TestProbe<Done> replyTo = kit.createTestProbe(Done.class);
    manager.tell(new StreamManager.Stop(replyTo.getRef()));
    await().until(() -> fixture.outputs.stream().allMatch(outputs -> outputs.finishing));
    replyTo.expectNoMessage();
    fixture.outputs.forEach(outputs -> outputs.finished.complete(null));
    replyTo.expectMessage(Done.getInstance());
    assertThat(fixture.runs).allMatch(FakeRun::isStopped);
    assertThat(fixture.forgotten).isEmpty(); // they are there at the next start
  }

  private void put(String id) {
    manager.tell(
        new StreamManager.Put(ServiceFixture.stream(id), false, "added", answers.getRef()));
    answers.expectMessage(Answer.ACCEPTED);
  }

  private Optional<StreamStatus> get(String id) {
    TestProbe<Optional<StreamStatus>> probe = kit.createTestProbe();
    manager.tell(new StreamManager.GetStatus(id, probe.getRef()));
    return probe.receiveMessage();
  }

  private List<StreamStatus> list() {
    TestProbe<List<StreamStatus>> probe = kit.createTestProbe();
    manager.tell(new StreamManager.ListStatus(probe.getRef()));
    return probe.receiveMessage();
  }
}
