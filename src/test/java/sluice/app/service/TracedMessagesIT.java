package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.TraceContext;
import sluice.testing.BrightClip;
import sluice.testing.LiveService;
import sluice.testing.TinySsd;
import sluice.testing.TraceReceiver;
import sluice.testing.TraceReceiver.Mood;
import sluice.testing.servers.HookServer;

/** The trace of a frame whose message leaves the service. */
@Timeout(180)
class TracedMessagesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int PICTURES = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void trace_hasTheFrameItsStagesAndThePublishing_withTheirTimes() throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL);
        HookServer hook = new HookServer()) {
      hook.start();
      try (LiveService service = new LiveService(configure(receiver.endpoint(), hook.url()))) {
        await().atMost(PATIENCE).until(() -> hook.received("a").size() == PICTURES);
        await().atMost(PATIENCE).until(() -> published(receiver) == traced(hook).size());
        assertThat(service.fatalErrors()).isEmpty();
      }

      Map<String, List<Span>> traces =
          receiver.spans().stream()
              .collect(Collectors.groupingBy(span -> TraceReceiver.hex(span.getTraceId())));
      assertThat(traced(hook)).hasSizeGreaterThan(PICTURES / 2);
      for (HookServer.Request request : traced(hook)) {
        TraceContext context = TraceContext.parse(request.header("traceparent")).orElseThrow();
        assertTrace(request, context, traces.get(context.traceId()), hook.url());
      }
      assertThat(receiver.text()).doesNotContain("hidden", "clip.mkv");
    }
  }

  private static long published(TraceReceiver receiver) {
    return receiver.spans().stream().filter(span -> span.getName().equals("publish hook")).count();
  }

  private static List<HookServer.Request> traced(HookServer hook) {
    return hook.requests().stream()
        .filter(request -> !request.header("traceparent").isEmpty())
        .toList();
  }

  private static void assertTrace(
      HookServer.Request request, TraceContext context, List<Span> spans, String url)
      throws IOException {
    JsonNode message = JSON.readTree(request.body());
    assertThat(message.get("trace_id").asText()).isEqualTo(context.traceId());
    Map<String, Span> byName =
        spans.stream().collect(Collectors.toMap(Span::getName, span -> span));
    assertThat(byName)
        .containsOnlyKeys(
            "frame",
            "decode",
            "hand_over",
            "prepare",
            "wait_for_request",
            "infer",
            "wait_for_order",
            "read_outputs",
            "give_to_sinks",
            "publish hook");
    Span frame = byName.get("frame");
    Span publish = byName.get("publish hook");
    assertThat(TraceReceiver.hex(frame.getSpanId())).isEqualTo(context.spanId());
    assertThat(spans.stream().filter(span -> span != frame))
        .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(frame.getSpanId()));

    // The sink's threads may be faster than the stream's: the frame need not be over by then.
    assertThat(publish.getStartTimeUnixNano())
        .isGreaterThanOrEqualTo(byName.get("give_to_sinks").getStartTimeUnixNano())
        .isLessThanOrEqualTo(nanos(request.received()));
    assertThat(publish.getEndTimeUnixNano()).isGreaterThanOrEqualTo(nanos(request.received()));
    assertThat(frame.getEndTimeUnixNano()).isLessThan(publish.getEndTimeUnixNano());

    assertThat(TraceReceiver.attributes(frame.getAttributesList()))
        .containsEntry("sluice.run", message.get("run").asText());
    assertThat(TraceReceiver.attributes(publish.getAttributesList()))
        .isEqualTo(
            Map.of(
                "sluice.stream",
                "a",
                "sluice.run",
                message.get("run").asText(),
                "sluice.sink",
                "hook",
                "sluice.sink.type",
                "webhook",
                "messaging.message.id",
                message.get("id").asText(),
                "messaging.destination.name",
                url.replace("/hook", "")));
  }

  private static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }

  private Path configure(String endpoint, String url) throws IOException {
    return Files.writeString(
        folder.resolve("service.conf"),
        """
        sluice {
          data-dir = "%1$s/data"
          tracing { endpoint = "%2$s", per-second = 1000, queue = 65536 }
          models.tiny { model = "%3$s", requests = 2, cache-dir = "%1$s/compiled" }
          sinks.hook {
            type = webhook, url = "%4$s?key=hidden", batch-size = 1, only = all
            filters.kinds = [detections]
          }
          streams.a {
            source = "%5$s", model = tiny, sinks = [hook], realtime = true, threshold = 0
            delivery = every
          }
        }
        """
            .formatted(
                folder,
                endpoint,
                TinySsd.write(folder),
                url,
                BrightClip.write(folder, "clip.mkv", PICTURES)));
  }
}
