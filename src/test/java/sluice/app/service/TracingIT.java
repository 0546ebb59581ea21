package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.service.control.ReloadAnswer;
import sluice.service.stream.StreamState;
import sluice.testing.BrightClip;
import sluice.testing.LiveService;
import sluice.testing.TinySsd;
import sluice.testing.TraceReceiver;
import sluice.testing.TraceReceiver.Mood;

/** A service whose frames are traced while OpenVINO works on them. */
@Timeout(180)
class TracingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int PICTURES = 60;
  private static final Set<String> OPERATIONS = Set.of("compile_model", "open_source");
  private static final double MICROS = 1e3;

  /** A line's timings are rounded to microseconds. */
  private static final double ROUNDING = 2;

  @TempDir Path folder;

  @Test
  void everyFrame_hasItsStages_withTheTimesOfItsLine() throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL)) {
      try (LiveService service = new LiveService(configure(receiver.endpoint(), 1_000))) {
        awaitEnd(service);
      }

      Map<String, List<Span>> traces =
          receiver.spans().stream()
              .filter(span -> !OPERATIONS.contains(span.getName()))
              .collect(Collectors.groupingBy(span -> TraceReceiver.hex(span.getTraceId())));
      List<JsonNode> lines = lines();
      assertThat(lines).hasSize(PICTURES);
      List<JsonNode> traced = lines.stream().filter(line -> line.has("trace_id")).toList();
      assertThat(traces).hasSize(traced.size());
      assertThat(traced).hasSizeGreaterThan(PICTURES / 2);
      for (JsonNode line : traced) {
        List<Span> spans = traces.get(line.get("trace_id").asText());
        Map<String, Span> stages =
            spans.stream().collect(Collectors.toMap(Span::getName, span -> span));
        Span frame = stages.get("frame");
        assertThat(stages.keySet())
            .containsExactlyInAnyOrder(
                "frame",
                "decode",
                "hand_over",
                "prepare",
                "wait_for_request",
                "infer",
                "wait_for_order",
                "read_outputs",
                "track",
                "give_to_sinks");
        assertThat(spans)
            .allSatisfy(
                span -> {
                  assertThat(span.getStartTimeUnixNano())
                      .isBetween(frame.getStartTimeUnixNano(), frame.getEndTimeUnixNano());
                  assertThat(span.getEndTimeUnixNano())
                      .isBetween(span.getStartTimeUnixNano(), frame.getEndTimeUnixNano());
                });
        assertThat(TraceReceiver.attributes(frame.getAttributesList()))
            .containsEntry("sluice.frame.number", line.get("frame_id").asText())
            .containsEntry("sluice.model", "tiny")
            .containsEntry("sluice.device", "CPU")
            .containsEntry("sluice.objects", String.valueOf(line.get("objects").size()));
        JsonNode timings = line.get("timings_ms");
        assertThat(micros(stages.get("decode"))).isCloseTo(micros(timings, "decode"), near());
        assertThat(micros(stages.get("prepare"))).isCloseTo(micros(timings, "preprocess"), near());
        assertThat(micros(stages.get("wait_for_request")))
            .isCloseTo(micros(timings, "request_wait"), near());
        assertThat(micros(stages.get("infer"))).isCloseTo(micros(timings, "inference"), near());
        assertThat(micros(stages.get("read_outputs")) + micros(stages.get("track")))
            .isCloseTo(micros(timings, "postprocess"), near());
        assertThat(
                micros(frame) - micros(stages.get("decode")) - micros(stages.get("give_to_sinks")))
            .isCloseTo(micros(timings, "end_to_end"), near());
      }
      assertOperations(receiver.spans());
      assertThat(receiver.text()).doesNotContain(folder.toString(), "clip.mkv");
    }
  }

  private static void assertOperations(List<Span> spans) {
    Map<String, Span> operations =
        spans.stream()
            .filter(span -> OPERATIONS.contains(span.getName()))
            .collect(Collectors.toMap(Span::getName, span -> span));
    assertThat(operations).containsOnlyKeys(OPERATIONS);
    Span opened = operations.get("open_source");
    Span compiled = operations.get("compile_model");
    assertThat(TraceReceiver.attributes(opened.getAttributesList()))
        .isEqualTo(Map.of("sluice.stream", "a", "sluice.source.scheme", "file"));
    assertThat(TraceReceiver.attributes(compiled.getAttributesList()))
        .isEqualTo(Map.of("sluice.model", "tiny", "sluice.device", "CPU"));
    assertThat(operations.values())
        .allSatisfy(
            span ->
                assertThat(span.getEndTimeUnixNano()).isGreaterThan(span.getStartTimeUnixNano()));
    long firstFrame =
        spans.stream()
            .filter(TracingIT::isFrame)
            .mapToLong(Span::getEndTimeUnixNano)
            .min()
            .orElseThrow();
    assertThat(opened.getEndTimeUnixNano()).isLessThan(firstFrame);
    assertThat(compiled.getEndTimeUnixNano()).isLessThan(firstFrame);
  }

  private static org.assertj.core.data.Offset<Double> near() {
    return within(ROUNDING);
  }

  private static double micros(Span span) {
    return (span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / MICROS;
  }

  private static double micros(JsonNode timings, String stage) {
    return timings.get(stage).asDouble() * MICROS;
  }

  @Test
  void rate_isTakenOver_byAReload() throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL);
        LiveService service = new LiveService(configure(receiver.endpoint(), 0))) {
      await().atMost(PATIENCE).until(() -> service.status("a").counts().framesInferred() > 5);
      configure(receiver.endpoint(), 1_000);
      assertThat(service.control().reload().toCompletableFuture().join())
          .isInstanceOf(ReloadAnswer.Done.class);
      await().atMost(PATIENCE).until(() -> receiver.spans().stream().anyMatch(TracingIT::isFrame));

      awaitEnd(service);
      assertThat(lines()).hasSize(PICTURES);
      assertThat(lines().getFirst().has("trace_id")).isFalse();
    }
  }

  private static boolean isFrame(Span span) {
    return span.getName().equals("frame");
  }

  private static void awaitEnd(LiveService service) {
    await().atMost(PATIENCE).until(() -> service.status("a").state().equals(StreamState.COMPLETED));
  }

  private List<JsonNode> lines() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("a.jsonl"))) {
      lines.add(json.readTree(line));
    }
    return lines;
  }

  private Path configure(String endpoint, int perSecond) throws IOException {
    Path model = folder.resolve("tiny-ssd.xml");
    if (!Files.exists(model)) {
      model = TinySsd.write(folder);
    }
    Path clip = folder.resolve("clip.mkv");
    if (!Files.exists(clip)) {
      clip = BrightClip.write(folder, "clip.mkv", PICTURES);
    }
    return Files.writeString(
        folder.resolve("service.conf"),
        """
        sluice {
          data-dir = "%1$s/data"
          tracing { endpoint = "%2$s", per-second = %3$d, queue = 65536 }
          models.tiny { model = "%4$s", requests = 2, cache-dir = "%1$s/compiled" }
          sinks.out { type = json-lines, path = "%1$s/{stream}.jsonl" }
          streams.a {
            source = "%5$s", model = tiny, sinks = [out], realtime = true, threshold = 0
            track = true
          }
        }
        """
            .formatted(folder, endpoint, perSecond, model, clip));
  }
}
