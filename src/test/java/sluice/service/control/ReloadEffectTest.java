package sluice.service.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.app.ModelFamilies;
import sluice.app.sink.SinkTypes;
import sluice.config.SettingSamples;
import sluice.config.SettingSamples.Sample;
import sluice.config.SettingTables;
import sluice.config.StreamJson;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Facts;
import sluice.config.binding.ReadContext;
import sluice.config.binding.ReloadEffect;
import sluice.config.settings.ServiceConfig;
import sluice.service.FakeRun;
import sluice.service.Guardian;
import sluice.service.ServiceFixture;
import sluice.service.stream.StreamManager;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.stage.sink.SinkType;
import sluice.stage.sink.counted.CountedSinkType;

/** Holds the reload effect of each setting to what a running service does when it changes. */
@Timeout(120)
class ReloadEffectTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** Sections and settings that the service asks for when it needs them, not at its start alone. */
  private static final Set<String> ASKED_EACH_TIME =
      Set.of(
          "security",
          "log",
          "shutdown",
          "tracing.per-second",
          "tracing.slow",
          "placement",
          "recording.max-size",
          "recording.min-free",
          "recording.max-age",
          "http.tokens.one.token",
          "http.tokens.one.hash",
          "http.tokens.one.right");

  @TempDir Path temp;
  private final ServiceFixture fixture = new ServiceFixture();
  private final AtomicReference<ServiceConfig> inForce = new AtomicReference<>();
  private final AtomicReference<ServiceConfig> file = new AtomicReference<>();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  /** Those that there are, and those of the sinks where there is one more type. */
  static List<Sample> settings() {
    List<SinkType<?>> types = new ArrayList<>(SinkTypes.ALL);
    types.add(new CountedSinkType());
    SettingTables tables = new SettingTables(ModelFamilies.facts(), SinkTypes.variants(types));
    List<Sample> samples = new ArrayList<>(SettingSamples.all());
    Set<String> known =
        samples.stream().map(ReloadEffectTest::identity).collect(Collectors.toSet());
    SettingSamples.all(tables).stream()
        .filter(sample -> !known.contains(identity(sample)))
        .forEach(samples::add);
    assertThat(samples).hasSizeGreaterThan(known.size() + 3);
    return samples;
  }

  /** Types of sinks may have settings of one name. */
  private static String identity(Sample sample) {
    return sample.path() + sample.before() + sample.after() + sample.base();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void everySetting_doesWhatItsDescriptionSays(Sample sample) throws Exception {
    ServiceConfig before = sample.config(sample.before());
    ServiceConfig after = sample.config(sample.after());
    assertThat(after).as("the sample's values differ").isNotEqualTo(before);
    ActorRef<Guardian.Command> guardian = KIT.spawn(Guardian.create(before, fixture.ports()));
    Guardian.Parts parts =
        AskPattern.ask(guardian, Guardian.GetParts::new, ANSWER, KIT.scheduler())
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    try (StreamStore store = FileStreamStore.open(temp.resolve("data"));
        ServiceControl control = ServiceControl.of(setup(store, parts), before, parts.models())) {
      control.begin();
      await().until(() -> fixture.runs.size() == 1);
      fixture.run().open();
      await().until(() -> fixture.run().attached().size() == 1);

      file.set(after);
      ReloadAnswer.Done answer =
          (ReloadAnswer.Done) control.reload().toCompletableFuture().get(20, TimeUnit.SECONDS);

      assertThat(inForce).hasValue(after);
      assertThat(answer.atNextStart().isEmpty())
          .as("said to count at once: %s", answer)
          .isEqualTo(sample.effect() != ReloadEffect.SERVICE);
      check(sample, parts, answer);
    }
    KIT.stop(guardian);
  }

  private void check(Sample sample, Guardian.Parts parts, ReloadAnswer.Done answer)
      throws Exception {
    FakeRun first = fixture.runs.getFirst();
    ServiceFixture.FakeOutputs outputs = fixture.outputs.getFirst();
    switch (sample.effect()) {
      case STREAM -> {
        await().until(first::isStopped);
        outputs.finished.complete(null);
        boolean enabled = !sample.path().matches("(defaults|streams\\.\\w+)\\.enabled");
        await()
            .until(() -> enabled ? fixture.runs.size() == 2 : state(parts) == StreamState.STOPPED);
        assertThat(fixture.run().spec.equals(first.spec)).isEqualTo(!enabled);
        boolean otherOutputs =
            sample.path().matches("(defaults|streams\\.\\w+)\\.(source|delivery|sinks)");
        assertThat(fixture.outputs).hasSize(otherOutputs ? 2 : 1);
      }
      case SINK -> {
        await().until(() -> outputs.finishing);
        assertThat(fixture.outputs).hasSize(1);
        outputs.finished.complete(null);
        await().until(() -> fixture.outputs.size() == 2);
        assertThat(fixture.outputs.getLast().settings.sinks())
            .isNotEqualTo(outputs.settings.sinks());
      }
      case NEXT_FRAMES -> {
        await().until(() -> first.attached().size() == 2);
        boolean otherModel = fixture.models.size() == 2;
        assertThat(otherModel || differ(first.frameSettings())).as("frames see it").isTrue();
        goesOn(parts, first);
      }
      case MODEL -> {
        await().until(() -> first.attached().size() == 2);
        assertThat(fixture.models).hasSize(2);
        assertThat(first.attached()).isEqualTo(List.copyOf(fixture.models));
        goesOn(parts, first);
      }
      case AT_ONCE -> {
        assertThat(ASKED_EACH_TIME).containsAnyOf(sample.section(), sample.path(), group(sample));
        goesOn(parts, first);
        assertThat(first.attached()).hasSize(1);
      }
      case SERVICE -> {
        assertThat(ASKED_EACH_TIME).doesNotContain(sample.section(), sample.path());
        assertThat(answer.atNextStart()).containsExactly(sample.section());
        goesOn(parts, first);
        assertThat(first.attached()).hasSize(1);
      }
    }
  }

  /** The group of a stream's setting. */
  private static String group(Sample sample) {
    String[] keys = sample.path().split("\\.");
    return keys.length < 2 ? "" : keys[keys.length - 2];
  }

  private static ConditionFactory await() {
    return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
  }

  private static boolean differ(List<FakeRun.FrameSettings> settings) {
    return !settings.getFirst().equals(settings.getLast());
  }

  /** The source stays open, and so do the sinks. */
  private void goesOn(Guardian.Parts parts, FakeRun run) throws Exception {
    assertThat(state(parts)).isEqualTo(StreamState.RUNNING);
    assertThat(run.isStopped()).isFalse();
    assertThat(fixture.runs).hasSize(1);
    assertThat(fixture.outputs).hasSize(1);
    assertThat(fixture.outputs.getFirst().finishing).isFalse();
  }

  private static StreamState state(Guardian.Parts parts) throws Exception {
    TestProbe<Optional<StreamStatus>> replyTo = KIT.createTestProbe();
    parts.streams().tell(new StreamManager.GetStatus(SettingSamples.NAME, replyTo.getRef()));
    return replyTo.receiveMessage(ANSWER).orElseThrow().state();
  }

  private ServiceControl.Setup setup(StreamStore store, Guardian.Parts parts) {
    return new ServiceControl.Setup(
        "sample.conf",
        () -> new ConfigResult.Fine<>(file.get()),
        new StreamJson(
            new ReadContext(Map.of(), path -> true, address -> Optional.empty(), Facts.NONE)),
        store,
        new LocalDispatcher(parts.streams(), KIT.system()),
        inForce::set);
  }
}
