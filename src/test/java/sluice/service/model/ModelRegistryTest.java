package sluice.service.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.config.settings.ModelConfig;
import sluice.core.ErrorCode;
import sluice.service.FakeModel;
import sluice.service.FakeRun;
import sluice.service.ServiceFixture;
import sluice.service.recovery.FatalErrorHandler;

@Timeout(60)
class ModelRegistryTest {
  private static final ModelConfig PERSON = ServiceFixture.model("person", "person.xml", "CPU");

  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final ServiceFixture fixture = new ServiceFixture();
  private final ActorRef<ModelRegistry.Command> registry =
      kit.spawn(ModelRegistry.create(ServiceFixture.RECOVERY, fixture.ports().models()));
  private final TestProbe<ModelEvent> lobby = kit.createTestProbe(ModelEvent.class);
  private final TestProbe<ModelEvent> yard = kit.createTestProbe(ModelEvent.class);

  ModelRegistryTest() {
    apply(PERSON, ServiceFixture.model("people", "person.xml", "CPU"));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void equalModels_areCompiledOnce_underDifferentNames() {
    ModelLease first = subscribe("lobby", "person", lobby);
    ModelLease second = subscribe("yard", "people", yard);
    assertThat(fixture.models).hasSize(1);
    assertThat(first.model()).isSameAs(second.model());
    assertThat(status()).singleElement().extracting(ModelStatus::leases).isEqualTo(2);
  }

  @Test
  void streamsOfOneModel_shareOneLookAtItsFiles() {
    List<Runnable> waiting = new CopyOnWriteArrayList<>();
    fixture.lookups = waiting::add;
    subscribeOnly("lobby", "person", lobby);
    subscribeOnly("yard", "person", yard);
    status();
    assertThat(waiting).hasSize(1);

    waiting.removeFirst().run();

    ModelLease before = ready(lobby);
    assertThat(ready(yard).model()).isSameAs(before.model());
    synchronized (fixture) {
      fixture.fileVersions.put("person.xml", 2);
    }
    subscribeOnly("lobby", "person", lobby);
    status();
    apply(PERSON);
    status();
    assertThat(waiting).as("one from before the change, and one for both streams").hasSize(2);
    waiting.forEach(Runnable::run);
    assertThat(ready(lobby).model()).isNotSameAs(before.model());
    assertThat(ready(yard).model()).isNotSameAs(before.model());
  }

  @Test
  void model_isClosed_whenLastLeaseIsReleased() {
    ModelLease first = subscribe("lobby", "person", lobby);
    ModelLease second = subscribe("yard", "person", yard);
    registry.tell(new ModelRegistry.Unsubscribe("lobby"));
    first.release();
    registry.tell(new ModelRegistry.Unsubscribe("yard"));
    await().until(() -> status().getFirst().state() == ModelStatus.State.CLOSING);
    assertThat(fixture.models.getFirst().closes).hasValue(0);

    second.release();

    await().until(() -> fixture.models.getFirst().closes.get() == 1);
    await().until(() -> status().isEmpty());
  }

  @Test
  void changedSetting_compilesNewModel_besideTheOld() {
    ModelLease before = subscribe("lobby", "person", lobby);

    apply(ServiceFixture.model("person", "person.xml", "GPU"));

    ModelLease after = ready(lobby);
    assertThat(after.model()).isNotSameAs(before.model());
    assertThat(fixture.models.getFirst().closes).hasValue(0);
    before.release();
    await().until(() -> fixture.models.getFirst().closes.get() == 1);
    assertThat(fixture.models.getLast().closes).hasValue(0);
  }

  @Test
  void changedFile_compilesNewModel_andUnchangedFileDoesNot() {
    ModelLease before = subscribe("lobby", "person", lobby);
    apply(PERSON);
    lobby.expectNoMessage();
    synchronized (fixture) {
      fixture.fileVersions.put("person.xml", 2);
    }
    apply(PERSON);
    assertThat(ready(lobby).model()).isNotSameAs(before.model());
  }

  @Test
  void changeThatFailsToCompile_keepsTheOldModel() {
    subscribe("lobby", "person", lobby);
    fixture.openFailure = ServiceFixture.failure(ErrorCode.DEVICE, "device: 'GPU' isn't there");
    apply(ServiceFixture.model("person", "person.xml", "GPU"));

    assertThat(lobby.expectMessageClass(ModelEvent.Missing.class).cause()).contains("GPU");
    assertThat(fixture.models.getFirst().closes).hasValue(0);
    assertThat(fixture.models.getFirst().abandoned).isNull();
    assertThat(fixture.fatalErrors).isEmpty();
  }

  @Test
  void compileFailure_isRetried_withGrowingDelays() {
    fixture.openFailure = ServiceFixture.failure(ErrorCode.MODEL, "can't be read");
    subscribeOnly("lobby", "person", lobby);
    for (int seconds : List.of(1, 2, 4, 8)) {
      assertThat(lobby.expectMessageClass(ModelEvent.Missing.class).cause())
          .isEqualTo("can't be read");
      time.expectNoMessageFor(Duration.ofSeconds(seconds).minusMillis(100), lobby);
      time.timePasses(Duration.ofMillis(100));
    }
    lobby.expectMessageClass(ModelEvent.Missing.class);
    fixture.openFailure = null;
    time.timePasses(Duration.ofSeconds(16));
    ready(lobby);
    assertThat(fixture.fatalErrors).isEmpty();
  }

  @Test
  void compilationBeyondItsTimeout_isGivenUp_counted_andRetried() {
    fixture.compilations.hang(true);
    subscribeOnly("lobby", "person", lobby);
    await().until(() -> fixture.compilations.hanging() == 1);
    assertThat(fixture.compilations.timeouts())
        .containsExactly(ServiceFixture.RECOVERY.compileTimeout());

    fixture.compilations.timeOut();

    assertThat(lobby.expectMessageClass(ModelEvent.Missing.class).cause())
        .isEqualTo(
            "model person on CPU: it was not compiled within 600 s (compile-timeout); that was"
                + " given up");
    ModelStatus status = status().getFirst();
    assertThat(status.abandoned()).isEqualTo(1);
    assertThat(status.failures()).isEqualTo(1);
    assertThat(status.state()).isEqualTo(ModelStatus.State.RETRYING);
    fixture.compilations.hang(false);
    time.timePasses(Duration.ofSeconds(1));
    assertThat(ready(lobby).generation()).isEqualTo(1);
    FakeModel inUse = fixture.models.getFirst();
    assertThat(fixture.fatalErrors).isEmpty();

    fixture.compilations.goOn();

    assertThat(fixture.models.getLast()).isNotSameAs(inUse);
    assertThat(fixture.models.getLast().closes).as("what comes late is closed").hasValue(1);
    assertThat(inUse.closes).hasValue(0);
  }

  @Test
  void modelWithoutUsers_isNotWaitedFor_onceItsCompilationIsGivenUp() {
    fixture.compilations.hang(true);
    subscribeOnly("lobby", "person", lobby);
    await().until(() -> fixture.compilations.hanging() == 1);
    registry.tell(new ModelRegistry.Unsubscribe("lobby"));
    await().until(() -> status().getFirst().state() == ModelStatus.State.CLOSING);

    fixture.compilations.timeOut();

    await().until(() -> status().isEmpty());
    fixture.compilations.goOn();
    assertThat(fixture.models.getFirst().closes).hasValue(1);
  }

  @Test
  void hungDevice_holdsUpNoStream() {
    fixture.devices.hang(true);
    ModelLease lease = subscribe("lobby", "person", lobby);
    FakeModel stuck = fixture.models.getFirst();
    stuck.longest = Duration.ofSeconds(11);
    time.timePasses(ModelTimeouts.WATCH);
    await().until(() -> fixture.devices.hanging() == 1);
    status();
    time.timePasses(ModelTimeouts.CANCEL_GRACE);
    lobby.expectMessageClass(ModelEvent.Missing.class);
    time.timePasses(Duration.ofSeconds(1));
    ready(lobby);
    lease.release();

    await().until(() -> fixture.devices.hanging() == 2);
    assertThat(fixture.devices.timeouts())
        .containsExactly(ModelTimeouts.CANCEL_TIMEOUT, ModelTimeouts.CLOSE_TIMEOUT);
  }

  @Test
  void stuckInference_isCancelledThenAbandoned_andModelIsRecompiled() {
    ModelLease before = subscribe("lobby", "person", lobby);
    FakeModel stuck = fixture.models.getFirst();
    stuck.longest = Duration.ofSeconds(11);
    time.timePasses(ModelTimeouts.WATCH);
    await().until(() -> stuck.cancels.get() == 1);
    status();
    time.timePasses(ModelTimeouts.CANCEL_GRACE);

    assertThat(lobby.expectMessageClass(ModelEvent.Missing.class).cause())
        .contains("has not returned within 10 s");
    assertThat(stuck.abandoned).isNotNull();
    assertThat(status().getFirst().abandoned()).isEqualTo(1);
    assertThat(status().getFirst().state()).isEqualTo(ModelStatus.State.RETRYING);
    time.timePasses(Duration.ofSeconds(1));
    ModelLease after = ready(lobby);
    assertThat(after.generation()).isEqualTo(2);
    assertThat(stuck.closes).hasValue(0);
    before.release();
    await().until(() -> stuck.closes.get() == 1);
  }

  @Test
  void repeatedDeviceFailures_endTheProcess() {
    ModelLease lease = subscribe("lobby", "person", lobby);
    for (int wait = 1; wait <= 4; wait *= 2) {
      assertThat(fixture.fatalErrors).isEmpty();
      lease.host().tell(new ModelHost.Report(lease.generation(), "device lost"));
      lobby.expectMessageClass(ModelEvent.Missing.class);
      if (wait < 4) {
        time.timePasses(Duration.ofSeconds(wait));
        lease = ready(lobby);
      }
    }
    await()
        .untilAsserted(
            () ->
                assertThat(fixture.fatalErrors)
                    .containsExactly(FatalErrorHandler.Cause.DEVICE_FAILURES));
  }

  @Test
  void failureOfOldGeneration_isIgnored() {
    ModelLease lease = subscribe("lobby", "person", lobby);
    lease.host().tell(new ModelHost.Report(lease.generation(), "device lost"));
    lobby.expectMessageClass(ModelEvent.Missing.class);
    time.timePasses(Duration.ofSeconds(1));
    ready(lobby);
    lease.host().tell(new ModelHost.Report(lease.generation(), "device lost"));
    lobby.expectNoMessage();
    assertThat(status().getFirst().failures()).isEqualTo(1);
  }

  @Test
  void modelThatNeedsTheSource_waitsForIt_andOutlivesIt() {
    fixture.needsSource = true;
    subscribeOnly("lobby", "person", lobby);
    lobby.expectNoMessage();
    registry.tell(
        new ModelRegistry.Subscribe(
            "lobby", ModelSlot.DETECTION, "person", FakeRun.SOURCE, lobby.getRef()));
    ready(lobby).release();

    subscribeOnly("lobby", "person", lobby);
    lobby.expectNoMessage();

    assertThat(fixture.models.getFirst().closes).hasValue(0);
  }

  @Test
  void unknownModel_isReportedByName() {
    subscribeOnly("lobby", "cat", lobby);
    assertThat(lobby.expectMessageClass(ModelEvent.Missing.class).cause()).contains("cat");
    apply(PERSON, ServiceFixture.model("cat", "cat.xml", "CPU"));
    ready(lobby);
  }

  @Test
  void leases_areReleased_whenTheirStreamTerminates() {
    subscribe("lobby", "person", lobby);
    registry.tell(new ModelRegistry.Unsubscribe("lobby"));
    assertThat(fixture.models.getFirst().closes).hasValue(0);
    lobby.stop();
    await().until(() -> fixture.models.getFirst().closes.get() == 1);
  }

  @Test
  void registryStop_waitsForTheLeases() {
    ModelLease lease = subscribe("lobby", "person", lobby);
    TestProbe<Done> replyTo = kit.createTestProbe(Done.class);
    registry.tell(new ModelRegistry.Stop(replyTo.getRef()));
    replyTo.expectNoMessage();
    lease.release();
    replyTo.expectMessage(Done.getInstance());
    await().until(() -> fixture.models.getFirst().closes.get() == 1);
  }

  private void apply(ModelConfig... models) {
    registry.tell(
        new ModelRegistry.Apply(
            Arrays.stream(models).collect(Collectors.toMap(ModelConfig::name, model -> model))));
  }

  private ModelLease subscribe(String user, String model, TestProbe<ModelEvent> probe) {
    subscribeOnly(user, model, probe);
    return ready(probe);
  }

  private void subscribeOnly(String user, String model, TestProbe<ModelEvent> probe) {
    registry.tell(
        new ModelRegistry.Subscribe(user, ModelSlot.DETECTION, model, null, probe.getRef()));
  }

  private static ModelLease ready(TestProbe<ModelEvent> probe) {
    return probe.expectMessageClass(ModelEvent.Ready.class).lease();
  }

  private List<ModelStatus> status() {
    TestProbe<List<ModelStatus>> probe = kit.createTestProbe();
    registry.tell(new ModelRegistry.GetStatus(probe.getRef()));
    return probe.receiveMessage();
  }
}
