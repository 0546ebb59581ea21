package sluice.service.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sluice.service.ServiceFixture.ATTRIBUTES;
import static sluice.service.model.ModelSlot.DETECTION;

import com.typesafe.config.ConfigFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.core.ErrorCode;
import sluice.service.FakeModel;
import sluice.service.ServiceFixture;
import sluice.service.model.FakeModelHost;
import sluice.service.model.ModelEvent;
import sluice.service.model.ModelLease;
import sluice.service.model.ModelRegistry;
import sluice.service.model.ModelSlot;
import sluice.service.model.ModelUse;

/** A stream with two slots, in each order of leases: a double of the registry counts returns. */
@Timeout(60)
class StreamHostSlotsTest {
  private static final StreamSpec STREAM =
      ServiceFixture.withAttributes(ServiceFixture.stream("lobby"), "clothing");

  private final ActorTestKit kit =
      ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final ServiceFixture fixture = new ServiceFixture();
  private final TestProbe<StreamManager.Command> manager =
      kit.createTestProbe(StreamManager.Command.class);
  private final TestProbe<ModelRegistry.Command> registry =
      kit.createTestProbe(ModelRegistry.Command.class);
  private final FakeModelHost person = modelHost("person");
  private final FakeModelHost clothing = modelHost("clothing");
  private final FakeModelHost faces = modelHost("faces");
  private final ActorRef<StreamCommand> host =
      kit.spawn(
          StreamHost.create(
              STREAM,
              false,
              "added",
              new StreamContext(
                  ServiceFixture.RECOVERY,
                  fixture.ports().streams(),
                  registry.getRef(),
                  manager.getRef())));
  private @Nullable ActorRef<ModelEvent> events;

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void run_isAttachedOnce_whenEachSlotHasItsLease() {
    open();
    ready(ATTRIBUTES, "clothing", clothing, 1);
    assertThat(status().state()).isEqualTo(StreamState.WAITING_FOR_MODEL);
    assertThat(fixture.run().attachments()).isEmpty();

    ready(DETECTION, "person", person, 1);

    assertThat(status().state()).isEqualTo(StreamState.RUNNING);
    assertThat(status().devices()).isEqualTo("FAKE");
    assertThat(fixture.run().attachments()).hasSize(1);
    assertThat(fixture.run().attachments().getFirst().bySlot())
        .containsExactly(
            Map.entry(DETECTION, person.model()), Map.entry(ATTRIBUTES, clothing.model()));
    assertThat(person.returns()).isEmpty();
    assertThat(clothing.returns()).isEmpty();
  }

  @Test
  void missingModel_isNamed_whileTheStreamWaits() {
    open();
    ready(DETECTION, "person", person, 1);
    missing(ATTRIBUTES, "clothing", "the file can't be read");
    assertThat(status().state()).isEqualTo(StreamState.WAITING_FOR_MODEL);
    assertThat(status().cause()).isEqualTo("model clothing: the file can't be read");
    assertThat(status().faults().lastError()).contains("model clothing: the file can't be read");

    missing(DETECTION, "person", "model person on CPU: an inference has not returned");
    assertThat(status().cause()).isEqualTo("model person on CPU: an inference has not returned");
    ready(DETECTION, "person", person, 2);
    assertThat(status().cause()).isEqualTo("model clothing: the file can't be read");
    await().untilAsserted(() -> assertThat(person.returns()).containsExactly(Map.entry(1L, 1)));

    ready(ATTRIBUTES, "clothing", clothing, 1);
    assertThat(status().state()).isEqualTo(StreamState.RUNNING);
    assertThat(fixture.run().attachments()).hasSize(1);
  }

  @Test
  void newGenerationOfOneSlot_isAttached_withTheLeaseOfTheOther() {
    running();

    ready(ATTRIBUTES, "clothing", faces, 1); // compiled anew by another host

    assertThat(status().state()).isEqualTo(StreamState.RUNNING);
    assertThat(fixture.run().attachments()).hasSize(2);
    assertThat(fixture.run().attachments().getLast().bySlot())
        .containsExactly(
            Map.entry(DETECTION, person.model()), Map.entry(ATTRIBUTES, faces.model()));
    await().untilAsserted(() -> assertThat(clothing.returns()).containsExactly(Map.entry(1L, 1)));
    assertThat(person.returns()).isEmpty();
    assertThat(faces.returns()).isEmpty();
  }

  @Test
  void missingModel_isNotShared_withANewLeaseOfTheOtherSlot() {
    running();
    missing(ATTRIBUTES, "clothing", "device lost");
    ready(DETECTION, "person", person, 2);
    assertThat(status().state()).isEqualTo(StreamState.RUNNING);
    assertThat(fixture.run().attachments()).hasSize(1);

    ready(ATTRIBUTES, "clothing", clothing, 2);

    assertThat(status().state()).isEqualTo(StreamState.RUNNING);
    assertThat(fixture.run().attachments()).hasSize(2);
    endAndExpectEveryLeaseReturnedOnce();
  }

  @Test
  void pendingLease_isReturned_asSoonAsTheRunIsBeingEnded() {
    open();
    ready(DETECTION, "person", person, 1);
    fixture.run().stuck = true;
    host.tell(new StreamCommand.Pause());
    await().untilAsserted(() -> assertThat(person.returns()).containsExactly(Map.entry(1L, 1)));
    ready(ATTRIBUTES, "clothing", clothing, 1);
    await().untilAsserted(() -> assertThat(clothing.returns()).containsExactly(Map.entry(1L, 1)));
    assertThat(fixture.run().attachments()).isEmpty();
  }

  @Test
  void changedModelOfOneSlot_isAttached_onceItIsLeased() {
    running();
    host.tell(new StreamCommand.Apply(withSecond("faces")));
    assertThat(subscriptions())
        .containsExactly(Map.entry(DETECTION, "person"), Map.entry(ATTRIBUTES, "faces"));
    ready(DETECTION, "person", person, 1);
    ready(ATTRIBUTES, "clothing", clothing, 2); // of the earlier subscription
    assertThat(status().state()).isEqualTo(StreamState.RUNNING);
    assertThat(fixture.run().attachments()).hasSize(1);

    ready(ATTRIBUTES, "faces", faces, 1);

    assertThat(status().state()).isEqualTo(StreamState.RUNNING);
    assertThat(fixture.run().attachments()).hasSize(2);
    assertThat(fixture.run().attachments().getLast().get(ATTRIBUTES)).isSameAs(faces.model());
    endAndExpectEveryLeaseReturnedOnce();
  }

  @Test
  void pendingLeaseOfAnEarlierModel_isNotAttached() {
    open();
    ready(ATTRIBUTES, "clothing", clothing, 1);
    host.tell(new StreamCommand.Apply(withSecond("faces")));
    subscriptions();
    ready(DETECTION, "person", person, 1);
    assertThat(status().state()).isEqualTo(StreamState.WAITING_FOR_MODEL);
    await().untilAsserted(() -> assertThat(clothing.returns()).containsExactly(Map.entry(1L, 1)));

    ready(ATTRIBUTES, "faces", faces, 1);

    assertThat(status().state()).isEqualTo(StreamState.RUNNING);
    assertThat(fixture.run().attachments()).hasSize(1);
    assertThat(fixture.run().attachments().getFirst().get(ATTRIBUTES)).isSameAs(faces.model());
    endAndExpectEveryLeaseReturnedOnce();
  }

  @Test
  void changedThreshold_isAppliedOnce_withTheLeasesOfBothSlots() {
    running();
    host.tell(
        new StreamCommand.Apply(
            ServiceFixture.withAttributes(
                ServiceFixture.spec(
                    "lobby", "rtsp://user:secret@cam/lobby", "person", 0.9, true, List.of()),
                "clothing")));
    subscriptions();
    ready(DETECTION, "person", person, 1);
    ready(ATTRIBUTES, "clothing", clothing, 1);

    status();
    assertThat(fixture.run().attachments()).hasSize(2);
    assertThat(fixture.run().frameSettings().getLast().threshold()).hasValue(0.9);
    await().untilAsserted(() -> assertThat(clothing.returns()).containsExactly(Map.entry(2L, 1)));
    endAndExpectEveryLeaseReturnedOnce();
  }

  @Test
  void removedSlot_isUnsubscribed_andItsLeaseReturned() {
    running();
    host.tell(new StreamCommand.Apply(ServiceFixture.stream("lobby")));
    assertThat(registry.expectMessageClass(ModelRegistry.UnsubscribeSlot.class))
        .isEqualTo(new ModelRegistry.UnsubscribeSlot("lobby", ATTRIBUTES));
    registry.expectMessageClass(ModelRegistry.Subscribe.class);

    ready(DETECTION, "person", person, 1);

    status();
    assertThat(fixture.run().attachments().getLast().bySlot()).containsOnlyKeys(DETECTION);
    await().untilAsserted(() -> assertThat(clothing.returns()).containsExactly(Map.entry(1L, 1)));
    endAndExpectEveryLeaseReturnedOnce();
  }

  @Test
  void deviceFailure_isReported_toTheHostOfItsSlotOnly() {
    running();
    fixture.run().end(ServiceFixture.failure(ErrorCode.DEVICE, "device lost"), ATTRIBUTES);
    await().untilAsserted(() -> assertThat(clothing.reports()).containsExactly(1));
    assertThat(status().state()).isEqualTo(StreamState.RETRYING);
    assertThat(person.reports()).isEmpty();
    expectEveryLeaseReturnedOnce();
  }

  /** Kinds of ends of a run, and of leases that no run uses. */
  enum End {
    BY_ITSELF {
      @Override
      void play(StreamHostSlotsTest test) {
        test.running();
        test.fixture.run().end(null);
      }
    },
    FAILED {
      @Override
      void play(StreamHostSlotsTest test) {
        test.running();
        test.fixture.run().end(ServiceFixture.failure(ErrorCode.INPUT, "no route to host"));
      }
    },
    PAUSED {
      @Override
      void play(StreamHostSlotsTest test) {
        test.running();
        test.host.tell(new StreamCommand.Pause());
      }
    },
    PAUSED_WHILE_ONE_SLOT_WAITS {
      @Override
      void play(StreamHostSlotsTest test) {
        test.open();
        test.ready(DETECTION, "person", test.person, 1);
        test.host.tell(new StreamCommand.Pause());
      }
    },
    FAILED_WHILE_ONE_SLOT_WAITS {
      @Override
      void play(StreamHostSlotsTest test) {
        test.open();
        test.ready(DETECTION, "person", test.person, 1);
        test.fixture.run().end(ServiceFixture.failure(ErrorCode.INPUT, "no route to host"));
      }
    },
    ABANDONED {
      @Override
      void play(StreamHostSlotsTest test) {
        test.running();
        test.ready(ATTRIBUTES, "clothing", test.faces, 1);
        test.abandon();
      }
    },
    ABANDONED_WHILE_ONE_SLOT_WAITS {
      @Override
      void play(StreamHostSlotsTest test) {
        test.running();
        test.missing(ATTRIBUTES, "clothing", "device lost");
        test.ready(DETECTION, "person", test.person, 2);
        test.abandon();
      }
    },
    REFUSED {
      @Override
      void play(StreamHostSlotsTest test) {
        test.open();
        test.fixture.run().refuse(ServiceFixture.failure(ErrorCode.MODEL, "no detections"));
        test.ready(DETECTION, "person", test.person, 1);
        test.ready(ATTRIBUTES, "clothing", test.clothing, 1);
      }
    },
    REFUSED_AFTER_A_CHANGE {
      @Override
      void play(StreamHostSlotsTest test) {
        test.running();
        test.fixture.run().refuse(ServiceFixture.failure(ErrorCode.MODEL, "no attributes"));
        test.ready(ATTRIBUTES, "clothing", test.faces, 1);
      }
    },
    CHANGED_WHILE_ONE_SLOT_WAITS {
      @Override
      void play(StreamHostSlotsTest test) {
        test.open();
        test.ready(ATTRIBUTES, "clothing", test.clothing, 1);
        test.host.tell(new StreamCommand.Apply(test.withSecond("faces")));
        test.subscriptions();
        test.ready(ATTRIBUTES, "clothing", test.clothing, 1);
        test.ready(ATTRIBUTES, "faces", test.faces, 1);
        test.ready(DETECTION, "person", test.person, 1);
        assertThat(test.status().state()).isEqualTo(StreamState.RUNNING);
        test.host.tell(new StreamCommand.Pause());
      }
    },
    GRAPH_OVER_BEFORE_THE_RUN {
      @Override
      void play(StreamHostSlotsTest test) {
        test.running();
        test.fixture.run().freeModels();
        test.ready(ATTRIBUTES, "clothing", test.faces, 1);
        test.status();
        assertThat(test.fixture.run().attachments()).hasSize(1);
        test.fixture.run().end(null);
      }
    },
    LEASED_TOO_LATE {
      @Override
      void play(StreamHostSlotsTest test) {
        test.running();
        test.fixture.run().end(ServiceFixture.failure(ErrorCode.INPUT, "no route to host"));
        test.ready(ATTRIBUTES, "clothing", test.clothing, 2);
        test.ready(DETECTION, "person", test.person, 2);
      }
    },
    STOPPED {
      @Override
      void play(StreamHostSlotsTest test) {
        test.running();
        test.ready(DETECTION, "person", test.person, 2);
        TestProbe<Done> replyTo = test.kit.createTestProbe(Done.class);
        test.host.tell(new StreamCommand.Stop(replyTo.getRef()));
        await().until(() -> test.fixture.outputs.getFirst().finishing);
        test.fixture.outputs.getFirst().finished.complete(null);
        replyTo.expectMessage(Done.getInstance());
      }
    };

    abstract void play(StreamHostSlotsTest test);
  }

  @ParameterizedTest
  @EnumSource
  void everyLease_isReturnedOnce_atEachKindOfEnd(End end) {
    end.play(this);
    expectEveryLeaseReturnedOnce();
  }

  private void abandon() {
    fixture.run().stuck = true;
    host.tell(new StreamCommand.Pause());
    await().until(fixture.run()::isStopped);
    status();
    time.timePasses(StuckRuns.GRACE);
    manager.expectMessage(new StreamManager.ThreadStuck("lobby"));
  }

  private void endAndExpectEveryLeaseReturnedOnce() {
    host.tell(new StreamCommand.Pause());
    await().until(() -> status().state() == StreamState.PAUSED);
    expectEveryLeaseReturnedOnce();
  }

  /** Also waits for a lease of its own, behind which no earlier message can still be under way. */
  private void expectEveryLeaseReturnedOnce() {
    List<FakeModelHost> hosts = List.of(person, clothing, faces);
    hosts.forEach(each -> await().until(() -> each.returns().size() == each.issued()));
    hosts.forEach(each -> each.lease(0).release());
    for (FakeModelHost each : hosts) {
      await().until(() -> each.returns().size() == each.issued());
      assertThat(each.returns().values()).containsOnly(1);
    }
  }

  private void running() {
    open();
    ready(DETECTION, "person", person, 1);
    ready(ATTRIBUTES, "clothing", clothing, 1);
    assertThat(status().state()).isEqualTo(StreamState.RUNNING);
  }

  /** Opens the source; what was leased before that is returned, and models are requested again. */
  private void open() {
    assertThat(subscriptions())
        .containsExactly(Map.entry(DETECTION, "person"), Map.entry(ATTRIBUTES, "clothing"));
    fixture.run().open();
    assertThat(subscriptions())
        .containsExactly(Map.entry(DETECTION, "person"), Map.entry(ATTRIBUTES, "clothing"));
  }

  /** The models that the next two subscriptions are for. */
  private Map<ModelSlot, String> subscriptions() {
    Map<ModelSlot, String> models = new LinkedHashMap<>();
    for (int i = 0; i < 2; i++) {
      ModelRegistry.Subscribe request = registry.expectMessageClass(ModelRegistry.Subscribe.class);
      assertThat(request.user()).isEqualTo("lobby");
      models.put(request.slot(), request.model());
      events = request.replyTo();
    }
    return models;
  }

  private StreamSpec withSecond(String model) {
    return ServiceFixture.withAttributes(ServiceFixture.stream("lobby"), model);
  }

  private void ready(ModelSlot slot, String model, FakeModelHost from, int generation) {
    ModelLease lease = from.lease(generation);
    send(new ModelEvent.Ready(slot, model, lease));
  }

  private void missing(ModelSlot slot, String model, String cause) {
    send(new ModelEvent.Missing(slot, model, cause));
  }

  private void send(ModelEvent event) {
    ActorRef<ModelEvent> to = events;
    if (to == null) {
      throw new IllegalStateException("nothing was requested");
    }
    to.tell(event);
  }

  private FakeModelHost modelHost(String name) {
    return new FakeModelHost(
        kit,
        new FakeModel(new ModelUse(ServiceFixture.model(name, name + ".xml", "CPU"), null, name)));
  }

  private StreamStatus status() {
    TestProbe<StreamStatus> probe = kit.createTestProbe(StreamStatus.class);
    host.tell(new StreamCommand.GetStatus(probe.getRef()));
    return probe.receiveMessage();
  }
}
