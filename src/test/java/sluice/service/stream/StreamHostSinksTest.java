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
import sluice.service.ServiceFixture;
import sluice.service.model.ModelRegistry;

/** A stream's sinks: opened with it, finished within a limit, abandoned when they hang. */
@Timeout(60)
class StreamHostSinksTest {
  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final ServiceFixture fixture = new ServiceFixture();
  private final TestProbe<StreamManager.Command> manager =
      kit.createTestProbe(StreamManager.Command.class);
  private final ActorRef<ModelRegistry.Command> registry =
      kit.spawn(ModelRegistry.create(ServiceFixture.RECOVERY, fixture.ports().models()));

  StreamHostSinksTest() {
    registry.tell(
        new ModelRegistry.Apply(
            Map.of("person", ServiceFixture.model("person", "person.xml", "CPU"))));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void streamThatIsPausedFromTheStart_hasSinks_whoseOldFilesAreDeleted() {
    ActorRef<StreamCommand> host =
        kit.spawn(
            StreamHost.create(
                ServiceFixture.stream("lobby"),
                true,
                "added",
                new StreamContext(
                    ServiceFixture.RECOVERY,
                    fixture.ports().streams(),
                    registry,
                    manager.getRef())));
    awaitState(host, StreamState.PAUSED);
    assertThat(fixture.outputs).hasSize(1);
    assertThat(fixture.runs).isEmpty();
  }

  @Test
  void sinksThatHang_areGivenUpAndCounted_andTheStreamEnds() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    TestProbe<Done> replyTo = kit.createTestProbe(Done.class);
    host.tell(new StreamCommand.Stop(replyTo.getRef()));
    fixture.run().end(null);
    await().until(() -> fixture.outputs.getFirst().finishing);
    host.tell(new StreamCommand.Pause()); // a request meanwhile must not lift the deadline
    status(host);

    time.timePasses(OpenOutputs.GRACE);

    replyTo.expectMessage(Done.getInstance());
    assertThat(fixture.outputs.getFirst().abandoned).isTrue();
  }

  @Test
  void streamWhoseSinksHang_startsAnewWithOthers_andCountsUntilTheyReturn() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    host.tell(
        new StreamCommand.Apply(
            ServiceFixture.spec("lobby", "rtsp://cam/other", "person", 0.5, true, List.of())));
    fixture.run().end(null);
    await().until(() -> fixture.outputs.getFirst().finishing);

    time.timePasses(OpenOutputs.GRACE);

    awaitState(host, StreamState.STARTING);
    assertThat(fixture.outputs).hasSize(2);
    assertThat(status(host).faults().stuckThreads()).isOne();
    fixture.outputs.getFirst().finished.complete(null);
    await().until(() -> status(host).faults().stuckThreads() == 0);
    assertThat(status(host).state()).isEqualTo(StreamState.STARTING);
  }

  @Test
  void deadlineOfSinks_holdsThoughAnotherMessageFails() {
    ActorRef<StreamCommand> host = start(ServiceFixture.stream("lobby"));
    running(host);
    TestProbe<Done> replyTo = kit.createTestProbe(Done.class);
    host.tell(new StreamCommand.Stop(replyTo.getRef()));
    fixture.run().end(null);
    await().until(() -> fixture.outputs.getFirst().finishing);
    host.tell(new StreamCommand.OfModel(null)); // can't be handled
    status(host);

    time.timePasses(OpenOutputs.GRACE);

    replyTo.expectMessage(Done.getInstance());
    assertThat(fixture.outputs.getFirst().abandoned).isTrue();
  }

  private ActorRef<StreamCommand> start(StreamSpec spec) {
    ActorRef<StreamCommand> host =
        kit.spawn(
            StreamHost.create(
                spec,
                false,
                "added",
                new StreamContext(
                    ServiceFixture.RECOVERY,
                    fixture.ports().streams(),
                    registry,
                    manager.getRef())));
    status(host);
    return host;
  }

  private void running(ActorRef<StreamCommand> host) {
    await().until(() -> status(host).state() == StreamState.STARTING);
    fixture.run().open();
    awaitState(host, StreamState.RUNNING);
  }

  private void awaitState(ActorRef<StreamCommand> host, StreamState state) {
    await().until(() -> status(host).state() == state);
  }

  private StreamStatus status(ActorRef<StreamCommand> host) {
    TestProbe<StreamStatus> probe = kit.createTestProbe(StreamStatus.class);
    host.tell(new StreamCommand.GetStatus(probe.getRef()));
    return Optional.of(probe.receiveMessage()).orElseThrow();
  }
}
