package sluice.stage.sink.counted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ModelFamilies;
import sluice.app.sink.SinkFactory;
import sluice.app.sink.SinkTypes;
import sluice.config.ConfigJson;
import sluice.config.ConfigReader;
import sluice.config.GeneratedFiles;
import sluice.config.ReloadEffects;
import sluice.config.SettingSamples;
import sluice.config.SettingTables;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Problem;
import sluice.config.binding.ReadContext;
import sluice.config.binding.ReloadEffect;
import sluice.config.binding.Secret;
import sluice.config.settings.ServiceConfig;
import sluice.config.sink.SinkConfig;
import sluice.core.Delivery;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.TestPicture;
import sluice.core.message.PublishObserver;
import sluice.json.JsonText;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.Results;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkReport;
import sluice.stage.sink.SinkType;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.jsonl.JsonLinesSinkConfig;

/**
 * A new type of sinks takes a folder and a line in the table: settings, schema, documentation,
 * reloads and the streams of the service know it then. Everything here goes by the table that is
 * passed. What a reload with such settings does, {@code ReloadEffectTest} holds.
 */
@Timeout(20)
class NewSinkTypeTest {
  private static final List<SinkType<?>> TYPES =
      Stream.concat(SinkTypes.ALL.stream(), Stream.of(new CountedSinkType())).toList();

  private static final SettingTables TABLES =
      new SettingTables(ModelFamilies.facts(), SinkTypes.variants(TYPES));

  /** The names of all types, as messages list them. */
  private static final String NAMES =
      SinkTypes.ALL.stream()
          .map(type -> type.variant().name())
          .collect(Collectors.joining(", ", "", " or counted"));

  @TempDir Path folder;

  private ConfigResult<ServiceConfig> read(String sinks) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("test.conf"),
            "sluice.data-dir = \"%s\"\n%s".formatted(folder, sinks.replace('\'', '"')));
    return new ConfigReader(
            new ReadContext(
                Map.of("PASSWORD", "marked"),
                path -> true,
                source -> Optional.empty(),
                TABLES.facts()))
        .read(file);
  }

  private SinkConfig sink(String sinks) throws IOException {
    return service(sinks).sinks().get("a");
  }

  private ServiceConfig service(String sinks) throws IOException {
    return switch (read(sinks)) {
      case ConfigResult.Fine<ServiceConfig>(ServiceConfig config) -> config;
      case ConfigResult.Refused<ServiceConfig> refused -> throw new AssertionError(refused);
    };
  }

  private List<String> problems(String sinks) throws IOException {
    return switch (read(sinks)) {
      case ConfigResult.Fine<ServiceConfig> fine -> throw new AssertionError(fine);
      case ConfigResult.Refused<ServiceConfig>(List<Problem> problems) ->
          problems.stream()
              .map(Problem::text)
              .map(text -> text.replaceFirst("^.*test\\.conf:\\s*", ""))
              .toList();
    };
  }

  @Test
  void settings_areReadWithTheirDefaults_besideThoseOfOtherTypes() throws IOException {
    ServiceConfig config =
        service(
            """
            sluice.sinks {
              a { type = counted, file = '{stream}.count' }
              b { file = '{stream}.b', step = 7, type = counted, password = ${PASSWORD} }
              c { type = json-lines, path = '{stream}.jsonl' }
            }
            """);

    assertThat(config.sinks())
        .containsEntry("a", new CountedSinkConfig("a", "{stream}.count", 1, Optional.empty()))
        .containsEntry(
            "b", new CountedSinkConfig("b", "{stream}.b", 7, Optional.of(new Secret("marked"))))
        .hasEntrySatisfying("c", c -> assertThat(c).isInstanceOf(JsonLinesSinkConfig.class));
  }

  @Test
  void valuesThatCannotBe_areRefused_withTheirPlace() throws IOException {
    assertThat(
            problems(
                """
                sluice.sinks {
                  a { type = counted, step = 0, path = 'x{stream}' }
                }
                """))
        .containsExactlyInAnyOrder(
            "3: sluice.sinks.a.path: no such setting (expected: one of type, file, step,"
                + " password)",
            "3: sluice.sinks.a.file: missing (expected: a path with {stream} in it)",
            "3: sluice.sinks.a.step: 0 (expected: a whole number from 1 to 100)");
  }

  @Test
  void unknownTypes_areRefused_withTheNamesOfAll() throws IOException {
    assertThat(problems("sluice.sinks.a { type = countd, file = 'x' }"))
        .containsExactly(
            "2: sluice.sinks.a.type: countd (expected: " + NAMES + "; nearest: counted)");
    assertThat(problems("sluice.sinks.a { file = 'x' }"))
        .containsExactly("2: sluice.sinks.a.type: missing (expected: " + NAMES + ")");
    assertThat(problems("sluice.sinks.a { type = ${NO_SUCH_TYPE}, file = 'x' }"))
        .singleElement()
        .asString()
        .startsWith("2: sluice.sinks.a.type: ${NO_SUCH_TYPE} is not set");
    assertThat(problems("sluice.sinks.a = counted"))
        .containsExactly("2: sluice.sinks.a: counted (expected: an object in braces)");
  }

  @Test
  void resourcesOfAnotherSink_areRefused_whateverItsTypeIs() throws IOException {
    assertThat(
            problems(
                """
                sluice.sinks.a { type = json-lines, path = '{stream}.x' }
                sluice.sinks.b { type = counted, file = '{stream}.x' }
                """))
        .containsExactly(
            "3: sluice.sinks.b.file: {stream}.x (expected: another file than that of a)");
  }

  @Test
  void secrets_areNotShown() throws IOException {
    ServiceConfig config =
        service("sluice.sinks.a { type = counted, file = '{stream}', password = ${PASSWORD} }");

    assertThat(ConfigJson.write(config))
        .contains("{\"type\":\"counted\",\"file\":\"{stream}\",\"step\":1,\"password\":\"***\"}");
    assertThat(config.toString() + ConfigJson.write(config)).doesNotContain("marked");
    assertThat(problems("sluice.sinks.a { type = counted, file = '{stream}', password = marked }"))
        .singleElement()
        .asString()
        .contains("${?COUNT_PASSWORD}")
        .doesNotContain("marked");
  }

  @Test
  void schema_isThatOfEitherType() {
    assertThat(JsonText.of(SettingSamples.schema(TABLES)))
        .contains("\"oneOf\":[{", "\"enum\":[\"json-lines\"]", "\"enum\":[\"counted\"]")
        .contains("What each result counts.");
    assertThat(JsonText.of(SettingSamples.schema(new SettingTables(List.of(), List.of()))))
        .doesNotContain("json-lines");
  }

  @Test
  void documentation_hasTheSettingsOfBothTypes() {
    assertThat(GeneratedFiles.page(TABLES))
        .contains(NAMES, "| `step` |", "| `path` |", "## sinks.NAME.filters\n")
        .containsOnlyOnce("With `type = counted`")
        .contains(
            "What kind of sink it is. json-lines: files with one JSON object in a line.",
            " counted: a file with the number of results.");
    assertThat(GeneratedFiles.reference(TABLES))
        .contains("# With type = counted:\n", "#   step = 1\n", "# With type = json-lines:\n");
  }

  @Test
  void changes_haveTheEffectOfTheSetting_andAnotherTypeThatOfTheSink() throws IOException {
    SinkConfig before = sink("sluice.sinks.a { type = counted, file = '{stream}' }");
    SinkConfig same = sink("sluice.sinks.a { type = counted, file = '{stream}', step = 1 }");
    SinkConfig step = sink("sluice.sinks.a { type = counted, file = '{stream}', step = 2 }");
    SinkConfig type = sink("sluice.sinks.a { type = json-lines, path = '{stream}' }");

    assertThat(ReloadEffects.ofSinks(List.of(before), List.of(same))).isEmpty();
    assertThat(ReloadEffects.ofSinks(List.of(before), List.of(step)))
        .containsExactly(ReloadEffect.SINK);
    assertThat(ReloadEffects.ofSinks(List.of(before), List.of(type)))
        .containsExactly(ReloadEffect.SINK);
    assertThat(ReloadEffects.ofSinks(List.of(type), List.of(before)))
        .containsExactly(ReloadEffect.SINK);
  }

  @Test
  void results_reachTheSinkOfTheStream() throws Exception {
    SinkConfig config =
        sink(
            "sluice.sinks.a { type = counted, file = '%s/{stream}.count', step = 10 }"
                .formatted(folder));
    SinkFactory factory =
        new SinkFactory(
            TYPES,
            Clock.systemUTC(),
            Runnable::run,
            folder,
            new SinkFactory.DestinationSurroundings(
                host -> InetAddress.getLoopbackAddress(), () -> ""),
            PublishObserver.NONE);
    FrameLedger ledger = new FrameLedger();
    List<TestPicture> pictures = new ArrayList<>();

    StreamSink sink = factory.configured(config, "lobby", Delivery.EVERY, new RunIds());
    ResultReceiver receiver = sink.forRun(Results.source(8, 4));
    for (int frame = 0; frame < 3; frame++) {
      pictures.add(TestPicture.bgr24(8, 4));
      try (FrameResult result = Results.of(ledger, pictures.getLast(), frame, frame)) {
        assertThat(receiver.offer(result)).isTrue();
      }
    }
    receiver.complete();
    SinkReport report = sink.finish().toCompletableFuture().get(10, TimeUnit.SECONDS);

    Path file = folder.resolve("lobby.count");
    assertThat(report).isEqualTo(new SinkReport(3, 0, true, Optional.of(file)));
    assertThat(file).hasContent("30");
    assertThat(ledger.openFrames()).isZero();
    assertThat(pictures).allMatch(picture -> picture.openReferences() == 0);
  }
}
