package sluice.service.stream;

import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import sluice.service.ServiceFixture;
import sluice.service.model.ModelRegistry;

/** Streams' actors in virtual time, with a registry of models and a probe as their manager. */
abstract class StreamHostFixture {
  final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
  final ManualTime time = ManualTime.get(kit.system());
  final ServiceFixture fixture = new ServiceFixture();
  final TestProbe<StreamManager.Command> manager = kit.createTestProbe(StreamManager.Command.class);
  final ActorRef<ModelRegistry.Command> registry =
      kit.spawn(ModelRegistry.create(ServiceFixture.RECOVERY, fixture.ports().models()));

  StreamHostFixture() {
    registry.tell(
        new ModelRegistry.Apply(
            Map.of(
                "person", ServiceFixture.model("person", "person.xml", "CPU"),
                "car", ServiceFixture.model("car", "car.xml", "CPU"))));
  }

  @AfterEach
  final void stop() {
    kit.shutdownTestKit();
  }

  final ActorRef<StreamCommand> start(StreamSpec spec) {
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

  final void running(ActorRef<StreamCommand> host) {
    await().until(() -> status(host).state() == StreamState.STARTING);
    fixture.run().open();
    awaitState(host, StreamState.RUNNING);
  }

  final void awaitState(ActorRef<StreamCommand> host, StreamState state) {
    await().until(() -> status(host).state() == state);
  }

  final StreamStatus status(ActorRef<StreamCommand> host) {
    TestProbe<StreamStatus> probe = kit.createTestProbe(StreamStatus.class);
    host.tell(new StreamCommand.GetStatus(probe.getRef()));
    return probe.receiveMessage();
  }
}
