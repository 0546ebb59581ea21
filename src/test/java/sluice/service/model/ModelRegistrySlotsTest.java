package sluice.service.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sluice.service.ServiceFixture.ATTRIBUTES;
import static sluice.service.model.ModelSlot.DETECTION;

import com.typesafe.config.ConfigFactory;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.config.settings.ModelConfig;
import sluice.service.ServiceFixture;

/** The registry with streams of two slots. */
@Timeout(60)
class ModelRegistrySlotsTest {
  private static final ModelConfig PERSON = ServiceFixture.model("person", "person.xml", "CPU");
  private static final ModelConfig CLOTHING = ServiceFixture.model("clothing", "cloth.xml", "CPU");

  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
  private final ServiceFixture fixture = new ServiceFixture();
  private final ActorRef<ModelRegistry.Command> registry =
      kit.spawn(ModelRegistry.create(ServiceFixture.RECOVERY, fixture.ports().models()));
  private final TestProbe<ModelEvent> lobby = kit.createTestProbe(ModelEvent.class);

  ModelRegistrySlotsTest() {
    apply(PERSON, CLOTHING);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void slotsOfOneModel_shareItsHost_withALeaseEach() {
    ModelLease first = subscribe(DETECTION, "person");
    ModelLease second = subscribe(ATTRIBUTES, "person");
    assertThat(fixture.models).hasSize(1);
    assertThat(second.model()).isSameAs(first.model());
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(model("person").leases()).isEqualTo(2);
    assertThat(model("person").users()).containsExactly("lobby");

    registry.tell(new ModelRegistry.UnsubscribeSlot("lobby", ATTRIBUTES));
    second.release();
    await().until(() -> model("person").leases() == 1);
    assertThat(model("person").users()).containsExactly("lobby");
    assertThat(model("person").state()).isEqualTo(ModelStatus.State.READY);

    registry.tell(new ModelRegistry.UnsubscribeSlot("lobby", DETECTION));
    first.release();
    await().until(() -> fixture.models.getFirst().closes.get() == 1);
  }

  @Test
  void modelThatIsAskedOfObjects_isCompiledForOneThread_andSharedByStreams() {
    ModelSlot slot = ModelSlot.classification("clothing");
    subscribe(slot, "clothing");
    assertThat(fixture.models)
        .singleElement()
        .satisfies(
            model ->
                assertThat(model.use().config())
                    .isEqualTo(CLOTHING.besideAnother())
                    .extracting(ModelConfig::threads)
                    .isEqualTo(OptionalInt.of(1)));
    registry.tell(new ModelRegistry.Subscribe("yard", slot, "clothing", null, lobby.getRef()));
    ready(slot, "clothing");
    assertThat(fixture.models).hasSize(1);
  }

  @Test
  void subscriptionOfOneSlot_replacesThatOfTheSameSlotOnly() {
    subscribe(DETECTION, "person");
    ModelLease before = subscribe(ATTRIBUTES, "clothing");

    ModelLease after = subscribe(ATTRIBUTES, "person");

    assertThat(model("person").leases()).isEqualTo(2);
    assertThat(after.model()).isSameAs(fixture.models.getFirst());
    before.release();
    await().until(() -> fixture.models.getLast().closes.get() == 1);
    assertThat(status()).extracting(ModelStatus::name).containsExactly("person");
    lobby.expectNoMessage();
  }

  @Test
  void changedModel_isLeasedToItsSlotOnly() {
    subscribe(DETECTION, "person");
    ModelLease before = subscribe(ATTRIBUTES, "clothing");

    apply(PERSON, ServiceFixture.model("clothing", "cloth.xml", "GPU"));

    ModelLease after = ready(ATTRIBUTES, "clothing");
    assertThat(after.host()).isNotEqualTo(before.host());
    lobby.expectNoMessage();
    before.release();
    await().until(() -> fixture.models.get(1).closes.get() == 1);
    assertThat(fixture.models.getFirst().closes).hasValue(0);
  }

  @Test
  void missingModel_isReported_forItsSlot() {
    subscribe(DETECTION, "person");
    request(ATTRIBUTES, "hats");
    assertThat(lobby.expectMessageClass(ModelEvent.Missing.class))
        .isEqualTo(new ModelEvent.Missing(ATTRIBUTES, "hats", "there is no model hats"));
    assertThat(model("person").state()).isEqualTo(ModelStatus.State.READY);
  }

  @Test
  void deviceFailure_isReported_toEachSlotOfTheModel() {
    ModelLease first = subscribe(DETECTION, "person");
    subscribe(ATTRIBUTES, "person");
    first.host().tell(new ModelHost.Report(first.generation(), "device lost"));
    assertThat(
            List.of(
                lobby.expectMessageClass(ModelEvent.Missing.class),
                lobby.expectMessageClass(ModelEvent.Missing.class)))
        .containsExactlyInAnyOrder(
            new ModelEvent.Missing(DETECTION, "person", "device lost"),
            new ModelEvent.Missing(ATTRIBUTES, "person", "device lost"));
  }

  @Test
  void unsubscribe_endsAllSlots() {
    ModelLease first = subscribe(DETECTION, "person");
    ModelLease second = subscribe(ATTRIBUTES, "clothing");
    registry.tell(new ModelRegistry.Unsubscribe("lobby"));
    first.release();
    second.release();
    await().until(() -> status().isEmpty());
    assertThat(fixture.models).allMatch(model -> model.closes.get() == 1);
  }

  @Test
  void leasesOfAllSlots_areReleased_whenTheirStreamTerminates() {
    subscribe(DETECTION, "person");
    subscribe(ATTRIBUTES, "person");
    lobby.stop();
    await().until(() -> model("person").leases() == 0);
    assertThat(model("person").users()).isEmpty();
  }

  private void apply(ModelConfig... models) {
    registry.tell(
        new ModelRegistry.Apply(
            Arrays.stream(models).collect(Collectors.toMap(ModelConfig::name, model -> model))));
  }

  private ModelLease subscribe(ModelSlot slot, String model) {
    request(slot, model);
    return ready(slot, model);
  }

  private void request(ModelSlot slot, String model) {
    registry.tell(new ModelRegistry.Subscribe("lobby", slot, model, null, lobby.getRef()));
  }

  private ModelLease ready(ModelSlot slot, String model) {
    ModelEvent.Ready ready = lobby.expectMessageClass(ModelEvent.Ready.class);
    assertThat(ready.slot()).isEqualTo(slot);
    assertThat(ready.model()).isEqualTo(model);
    return ready.lease();
  }

  private ModelStatus model(String name) {
    return status().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private List<ModelStatus> status() {
    TestProbe<List<ModelStatus>> probe = kit.createTestProbe();
    registry.tell(new ModelRegistry.GetStatus(probe.getRef()));
    return probe.receiveMessage();
  }
}
