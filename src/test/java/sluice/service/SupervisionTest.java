package sluice.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
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
import sluice.service.model.ModelRegistry;
import sluice.service.model.ModelStatus;
import sluice.service.recovery.RestartCause;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;

/** Each of the service's actors fails in the middle of a message. */
@Timeout(60)
class SupervisionTest {
  private static final RuntimeException FAULT = new IllegalStateException("out of order");

  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final ServiceFixture fixture = new ServiceFixture();
  private final TestProbe<StreamManager.Answer> answers =
      kit.createTestProbe(StreamManager.Answer.class);
  private final ActorRef<ModelRegistry.Command> registry =
      kit.spawn(ModelRegistry.create(ServiceFixture.RECOVERY, fixture.ports().models()));
  private final ActorRef<StreamManager.Command> manager =
      kit.spawn(StreamManager.create(ServiceFixture.RECOVERY, fixture.ports().streams(), registry));

  SupervisionTest() {
    registry.tell(
        new ModelRegistry.Apply(
            Map.of("person", ServiceFixture.model("person", "person.xml", "CPU"))));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void streamThatCanNotBegin_isTriedAgain() {
    fixture.startFault.set(FAULT);
    put();
    awaitState(StreamState.RETRYING);
    assertThat(status().cause()).contains("out of order");
    assertThat(status().faults().restarts()).isEqualTo(Map.of(RestartCause.INTERNAL, 1L));

    time.timePasses(Duration.ofSeconds(1));
    awaitRunning(1);
  }

  @Test
  void streamThatFails_endsItsRun_andIsTriedAgain_withItsCause() {
    put();
    awaitRunning(1);
    FakeRun first = fixture.run();
    first.fault = FAULT;
    time.timePasses(Duration.ofSeconds(1));
    awaitState(StreamState.RETRYING);
    assertThat(first.isStopped()).isTrue();
    assertThat(status().cause()).contains("out of order");
    assertThat(status().faults().lastError())
        .hasValueSatisfying(error -> assertThat(error).contains("out of order"));
    assertThat(status().faults().restarts()).isEqualTo(Map.of(RestartCause.INTERNAL, 1L));
    await().until(() -> model().leases() == 0);

    time.timePasses(Duration.ofSeconds(1));
    awaitRunning(2);
    assertThat(model().leases()).isEqualTo(1);
    assertThat(fixture.outputs).as("the sinks outlive it").hasSize(1);
    assertThat(fixture.outputs.getFirst().finishing).isFalse();
  }

  @Test
  void pausedStreamThatFails_staysPaused() {
    put();
    awaitRunning(1);
    manager.tell(new StreamManager.Pause("lobby", answers.ref()));
    awaitState(StreamState.PAUSED);
    fixture.outputs.getFirst().statusFault.set(FAULT);
    TestProbe<Optional<StreamStatus>> unanswered = kit.createTestProbe();
    manager.tell(new StreamManager.GetStatus("lobby", unanswered.ref()));
    await().until(() -> status().faults().lastError().filter(e -> e.contains("order")).isPresent());
    assertThat(status().state()).isEqualTo(StreamState.PAUSED);

    manager.tell(new StreamManager.Resume("lobby", answers.ref()));
    awaitRunning(2);
  }

  @Test
  void removedStream_endsThoughItFails() {
    put();
    awaitRunning(1);
    fixture.run().stuck = true;
    TestProbe<Done> done = kit.createTestProbe(Done.class);
    TestProbe<Optional<StreamStatus>> unanswered = kit.createTestProbe();
    fixture.outputs.getFirst().statusFault.set(FAULT);
    manager.tell(new StreamManager.GetStatus("lobby", unanswered.ref()));
    manager.tell(new StreamManager.Stop(done.ref()));
    fixture.run().end(null);
    await().until(() -> fixture.outputs.getFirst().finishing);
    fixture.outputs.getFirst().finished.complete(null);
    done.receiveMessage();
  }

  @Test
  void actorsThatEnd_leaveNoRunLeaseOrSinkBehind() {
    put();
    awaitRunning(1);
    kit.stop(manager);
    assertThat(fixture.run().aborted()).isNotNull();
    assertThat(fixture.outputs.getFirst().finishing).isTrue();
    await().until(() -> model().leases() == 0);
  }

  @Test
  void modelThatFails_isCompiledAgain_andItsOldGenerationClosed() {
    put();
    awaitRunning(1);
    FakeModel first = fixture.models.getFirst();
    first.fault.set(FAULT);
    time.timePasses(Duration.ofSeconds(1));
    await().until(() -> first.abandoned != null);
    assertThat(model().lastError())
        .hasValueSatisfying(error -> assertThat(error).contains("out of order"));

    time.timePasses(Duration.ofSeconds(1));
    await().until(() -> fixture.models.size() == 2);
    await().until(() -> first.closes.get() == 1);
    await().until(() -> model().state() == ModelStatus.State.READY && model().leases() == 1);
    assertThat(fixture.run().attached()).last().isSameAs(fixture.models.get(1));
    assertThat(fixture.fatalErrors).isEmpty();
  }

  @Test
  void registryThatFails_goesOn() {
    fixture.modelFault.set(FAULT);
    put();
    awaitRunning(1);
    assertThat(model().leases()).isEqualTo(1);
  }

  @Test
  void managerThatFails_goesOn_andKeepsItsStreams() {
    put();
    awaitRunning(1);
    TestProbe<StreamManager.Answer> none = kit.createTestProbe(StreamManager.Answer.class);
    manager.tell(
        new StreamManager.Put(
            ServiceFixture.stream("no actor's / name"), false, "added", none.ref()));
    assertThat(status().state()).isEqualTo(StreamState.RUNNING);
    assertThat(fixture.runs).hasSize(1);
    none.expectNoMessage(Duration.ZERO);
  }

  private void put() {
    manager.tell(
        new StreamManager.Put(ServiceFixture.stream("lobby"), false, "added", answers.ref()));
    answers.receiveMessage();
  }

  private void awaitRunning(int runs) {
    await().until(() -> fixture.runs.size() == runs);
    fixture.run().open();
    awaitState(StreamState.RUNNING);
  }

  private void awaitState(StreamState state) {
    await().until(() -> status().state() == state);
  }

  private StreamStatus status() {
    TestProbe<Optional<StreamStatus>> probe = kit.createTestProbe();
    manager.tell(new StreamManager.GetStatus("lobby", probe.ref()));
    return probe.receiveMessage().orElseThrow();
  }

  private ModelStatus model() {
    TestProbe<List<ModelStatus>> probe = kit.createTestProbe();
    registry.tell(new ModelRegistry.GetStatus(probe.ref()));
    return probe.receiveMessage().getFirst();
  }
}
