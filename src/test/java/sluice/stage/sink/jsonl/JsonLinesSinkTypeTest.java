package sluice.stage.sink.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Box;
import sluice.core.Delivery;
import sluice.core.Detection;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.TestPicture;
import sluice.core.message.StateChange;
import sluice.stage.sink.Housekeeping;
import sluice.stage.sink.LossCause;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.Results;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkItem;
import sluice.stage.sink.SinkReport;
import sluice.stage.sink.SinkThreads;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.json.DetectionJson;
import sluice.testing.ConfigText;
import sluice.testing.SceneSamples;

/** What a file of JSON Lines is told of its stream. */
@Timeout(30)
class JsonLinesSinkTypeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant CHANGED = Instant.parse("2026-11-20T08:15:31Z");

  @TempDir Path folder;

  private final RunIds ids = new RunIds();
  private final FrameLedger ledger = new FrameLedger();

  @Test
  void everyFrameAndNothingElse_isWrittenByDefault_asItAlwaysWas() throws IOException {
    StreamSink sink = sink("");
    sink.entered(state("starting"));
    ResultReceiver run = run(sink);
    DetectionJson expected = new DetectionJson("clip.mp4");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      Detection[] found = i == 1 ? new Detection[0] : new Detection[] {detection("person", 0.5f)};
      sink.happened(SceneSamples.start(7, "person"));
      try (FrameResult result = result(i, found)) {
        expected.makeLine(SinkItem.of(result, false));
        lines.append(new String(expected.array(), 0, expected.length(), StandardCharsets.UTF_8));
        assertThat(run.offer(result)).isTrue();
      }
    }
    sink.entered(state("stopped"));

    assertThat(finish(sink).written()).isEqualTo(3);
    assertThat(Files.readString(file())).isEqualTo(lines.toString());
  }

  @Test
  void kindsThatAreAskedFor_areLines_inTheOrderInWhichTheyWereTold() throws IOException {
    StreamSink sink = sink("filters.kinds = [detections, object, line, zone, occupancy, state]");
    sink.entered(state("starting"));
    ResultReceiver run = run(sink);
    String began = ids.current();
    sink.entered(state("running"));
    sink.happened(SceneSamples.start(7, "person"));
    offer(run, 0, detection("person", 0.5f));
    sink.happened(SceneSamples.crossed("gate", Optional.of("enters")));
    offer(run, 1);
    sink.entered(state("stopped"));
    finish(sink);

    List<JsonNode> lines = lines();
    assertThat(lines.stream().map(JsonLinesSinkTypeTest::what))
        .containsExactly(
            "state starting",
            "state running",
            "object",
            "frame 0",
            "line",
            "frame 1",
            "state stopped");
    JsonNode line = lines.get(4);
    assertThat(line.get("id").asText()).isEqualTo(began + "-yard-e4");
    assertThat(line.get("run").asText()).isEqualTo(began);
    assertThat(line.get("stream").asText()).isEqualTo("yard");
    assertThat(line.get("line").asText()).isEqualTo("gate");
    assertThat(lines.get(6).get("id").asText()).isEqualTo(began + "-yard-s5");
    assertThat(lines.get(0).get("run").asText()).as("before the run").isNotEqualTo(began);
    assertThat(sink.health().written()).isEqualTo(7);
  }

  @Test
  void filters_keepFramesObjectsAndEventsOut() throws IOException {
    StreamSink sink =
        sink("only = detections, filters { kinds = [detections, object], labels = [car] }");
    ResultReceiver run = run(sink);
    sink.happened(SceneSamples.start(7, "person"));
    sink.happened(SceneSamples.start(8, "car"));
    sink.happened(SceneSamples.crossed("gate", Optional.empty()));
    sink.entered(state("running"));
    offer(run, 0);
    offer(run, 1, detection("person", 0.5f));
    offer(run, 2, detection("car", 0.5f), detection("person", 0.5f));
    finish(sink);

    List<JsonNode> lines = lines();
    assertThat(lines.stream().map(JsonLinesSinkTypeTest::what))
        .containsExactly("object", "frame 2");
    assertThat(lines.get(0).at("/object/label").asText()).isEqualTo("car");
    assertThat(lines.get(1).get("objects")).hasSize(1);
    assertThat(sink.health().lost()).as("what is filtered is not lost").isZero();
  }

  @Test
  void framesThatNobodyAskedFor_areNotWritten() throws IOException {
    StreamSink sink = sink("filters.kinds = [state]");
    ResultReceiver run = run(sink);
    offer(run, 0, detection("person", 0.5f));
    sink.entered(state("running"));
    finish(sink);

    assertThat(lines().stream().map(JsonLinesSinkTypeTest::what)).containsExactly("state running");
  }

  @Test
  void states_areWritten_beforeASourceCouldBeOpened() throws IOException {
    StreamSink sink = sink("filters.kinds = [detections, state]");
    sink.entered(state("starting"));
    sink.entered(state("retrying"));

    await().untilAsserted(() -> assertThat(file()).exists());
    await().untilAsserted(() -> assertThat(lines()).hasSize(2));
    ResultReceiver run = run(sink);
    offer(run, 0);
    finish(sink);

    assertThat(lines().stream().map(JsonLinesSinkTypeTest::what))
        .containsExactly("state starting", "state retrying", "frame 0");
  }

  @Test
  void eventThatCantBeWritten_isLostAndCounted() throws IOException {
    StreamSink sink = sink("filters.kinds = [state]");
    Files.createDirectory(file());

    sink.entered(state("starting"));

    await().until(() -> !sink.health().healthy());
    assertThat(sink.health().losses()).containsEntry(LossCause.FAILED, 1L);
    sink.abandon();
  }

  private StreamSink sink(String more) {
    JsonLinesSinkConfig config =
        (JsonLinesSinkConfig)
            ConfigText.of(
                    folder,
                    "sluice.sinks.out { type = json-lines, path = \"%s/{stream}.jsonl\"\n%s }"
                        .formatted(folder, more))
                .fine()
                .sinks()
                .get("out");
    Clock clock = Clock.systemUTC();
    return new JsonLinesSinkType()
        .create(
            config,
            new SinkContext(
                "yard",
                Delivery.EVERY,
                clock,
                new Housekeeping(Runnable::run, clock, System::nanoTime),
                ids,
                SinkThreads.shared()));
  }

  private ResultReceiver run(StreamSink sink) {
    ids.begin();
    return sink.forRun(Results.source(64, 48));
  }

  private void offer(ResultReceiver run, long number, Detection... found) {
    try (FrameResult result = result(number, found)) {
      assertThat(run.offer(result)).isTrue();
    }
  }

  private FrameResult result(long number, Detection... found) {
    return Results.of(
        ledger,
        TestPicture.bgr24(64, 48),
        number,
        TimeUnit.MILLISECONDS.toNanos(40 * number),
        found);
  }

  private static Detection detection(String label, float confidence) {
    return new Detection(1, label, confidence, new Box(0.1f, 0.1f, 0.5f, 0.5f));
  }

  private static StateChange state(String state) {
    return new StateChange(state, "because", CHANGED);
  }

  private static SinkReport finish(StreamSink sink) {
    return sink.finish().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private Path file() {
    return folder.resolve("yard.jsonl");
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file())) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  /** A line in short: frames have no type. */
  private static String what(JsonNode line) {
    if (!line.has("type")) {
      return "frame " + line.get("frame_id").asLong();
    }
    String type = line.get("type").asText();
    return type.equals("state") ? "state " + line.get("state").asText() : type;
  }
}
