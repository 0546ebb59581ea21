package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sluice.config.settings.Right;
import sluice.core.DropCause;
import sluice.core.LatencyStage;
import sluice.core.recording.RecordingLoss;
import sluice.http.api.SinkAnswers;
import sluice.http.recording.DeletedRecording;
import sluice.http.recording.ExportAnswers;
import sluice.http.recording.RecordedEventAnswers;
import sluice.http.recording.RecordingAnswers;
import sluice.http.routing.OpenApiTest;
import sluice.http.routing.Route;
import sluice.json.Naming;
import sluice.json.RecordSchema;
import sluice.service.model.ModelFacts;
import sluice.service.model.ModelStatus;
import sluice.service.sink.SinkState;
import sluice.service.stream.RecordingStatus;
import sluice.service.stream.SinkStatus;
import sluice.service.stream.StreamStatus;
import sluice.service.stream.Transition;
import sluice.stage.sink.json.EventJson;
import sluice.stage.sink.json.ObjectJson;
import sluice.stage.sink.json.SceneEventJson;

/**
 * Holds the tables of {@code src/docs/api.md} to the records and enums that the API gives; run
 * {@link #main} after changing those.
 */
public class ApiPageTest {
  private static final Path PAGE = Path.of("src/docs/api.md");

  @Test
  void tablesSayWhatTheRecordsSay() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).isEqualTo(withTables(page));
  }

  @Test
  void everyMemberIsDescribed() {
    assertThat(tables().values()).noneMatch(table -> table.contains("|  |"));
  }

  @Test
  void pagesOfFilesNameEveryStage() throws IOException {
    for (String page : new String[] {"detect.md", "bench.md"}) {
      String text = Files.readString(PAGE.resolveSibling(page));
      for (LatencyStage stage : LatencyStage.values()) {
        assertThat(text).as(page).contains("`" + stage.wireName().replace('-', '_') + "`");
      }
    }
  }

  public static void main(String[] arguments) throws IOException {
    Files.writeString(PAGE, withTables(Files.readString(PAGE)));
  }

  /** The page with each table in place of the one that follows its line. */
  private static String withTables(String page) {
    String result = page;
    for (Map.Entry<String, String> table : tables().entrySet()) {
      Matcher place =
          Pattern.compile("(?m)^" + Pattern.quote(table.getKey()) + "[^\n]*\n\n((?:\\|[^\n]*\n)*)")
              .matcher(result);
      assertThat(place.find()).as("a line that begins with %s", table.getKey()).isTrue();
      result =
          result.substring(0, place.start(1)) + table.getValue() + result.substring(place.end(1));
    }
    return result;
  }

  /** Tables by how the line before them begins. */
  private static Map<String, String> tables() {
    Map<String, String> result = new LinkedHashMap<>();
    result.put("What each route needs", rights());
    result.put("A stream's `status`", members(StreamStatus.class));
    result.put("Causes in `drops`", rows("cause", DropCause.values()));
    result.put("Stages in `latency-ms`", rows("stage", LatencyStage.values()));
    result.put("Each stage has", members(StreamStatus.Latency.class));
    result.put("Each of `sinks`", members(SinkStatus.class));
    result.put("Each sink", members(SinkAnswers.Sink.class));
    result.put("Each of a sink's `streams`", members(SinkState.Part.class));
    result.put("A test answers", members(SinkAnswers.Test.class));
    result.put("Its `recording`", members(RecordingStatus.class));
    result.put("Causes in `lost-seconds`", rows("cause", RecordingLoss.values()));
    result.put("Each of `transitions`", members(Transition.class));
    result.put("Each `status` of a model", members(ModelStatus.class));
    result.put("Its `compiled`", members(ModelFacts.class));
    result.put("oldest go first. Each object:", snakeMembers(ObjectJson.class, Set.of()));
    result.put(
        "`GET /api/v1/recordings` answers a list.", members(RecordingAnswers.Recording.class));
    result.put("time. An answer has at most 5,000 spans", members(RecordingAnswers.Timeline.class));
    result.put("Each of its `spans`", members(RecordingAnswers.Span.class));
    result.put("`GET /api/v1/exports` answers all of them", members(ExportAnswers.Export.class));
    result.put("Each of its `parts`, which is downloaded", members(ExportAnswers.Part.class));
    result.put("on. It says:", members(DeletedRecording.class));
    result.put("`next` where there are more.", members(RecordingAnswers.Segments.class));
    result.put("Each of its `segments`", members(RecordingAnswers.Segment.class));
    result.put("Each of its `runs`", members(RecordingAnswers.Run.class));
    result.put("that one; `min-score`", snakeMembers(EventJson.class, Set.of()));
    result.put(
        "`GET /api/v1/recorded-events/{event}` has `parts`",
        snakeMembers(RecordedEventAnswers.Part.class, Set.of()));
    Set<String> head = Set.of("stream", "timestamp", "system_timestamp");
    result.put("Every event has:", snakeMembers(SceneEventJson.Head.class, Set.of()));
    result.put("An `object` event", snakeMembers(SceneEventJson.ObjectData.class, head));
    result.put("A `line` event", snakeMembers(SceneEventJson.LineData.class, head));
    result.put("A `zone` event", snakeMembers(SceneEventJson.ZoneData.class, head));
    result.put("An `occupancy` event", snakeMembers(SceneEventJson.OccupancyData.class, head));
    result.put(
        "Server-sent events and messages of the type `event`",
        snakeMembers(SceneEventJson.EventData.class, head));
    return result;
  }

  /** Every route, and what a client's token must allow. */
  private static String rights() {
    try {
      Path folder = Files.createTempDirectory("rights");
      try (TestService service = new TestService(folder, TestHttpSettings.http())) {
        return "| method and path | right |\n|---|---|\n"
            + OpenApiTest.routes(service).stream()
                .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
                .map(
                    route ->
                        "| `%s %s` | %s |\n"
                            .formatted(
                                route.method(),
                                route.path(),
                                route.operation().right().map(Right::word).orElse("no token")))
                .collect(Collectors.joining());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String members(Class<?> record) {
    return members(new RecordSchema(Map.of()).members(record).stream());
  }

  /** Those of a record that is written in snake case, but for some. */
  private static String snakeMembers(Class<?> record, Set<String> without) {
    return members(
        new RecordSchema(Map.of(), Naming.SNAKE)
            .members(record).stream().filter(member -> !without.contains(member.name())));
  }

  private static String members(Stream<RecordSchema.Member> members) {
    return table(
        "member",
        members
            .map(
                member ->
                    row(
                        member.name(),
                        member.description() + (member.required() ? "" : "; may be absent")))
            .collect(Collectors.joining()));
  }

  private static String rows(String head, RecordingLoss[] causes) {
    return table(
        head,
        Arrays.stream(causes)
            .map(cause -> row(cause.wireName(), cause.description()))
            .collect(Collectors.joining()));
  }

  private static String rows(String head, DropCause[] causes) {
    return table(
        head,
        Arrays.stream(causes)
            .map(cause -> row(cause.wireName(), cause.description()))
            .collect(Collectors.joining()));
  }

  private static String rows(String head, LatencyStage[] stages) {
    return table(
        head,
        Arrays.stream(stages)
            .map(stage -> row(stage.wireName(), stage.description()))
            .collect(Collectors.joining()));
  }

  private static String table(String head, String rows) {
    return "| " + head + " | what |\n|---|---|\n" + rows;
  }

  private static String row(String name, String text) {
    return "| `" + name + "` | " + text + " |\n";
  }
}
