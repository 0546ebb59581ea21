package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.NativeMemory;
import sluice.core.StreamObserver;
import sluice.http.HttpServer;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.testing.ApiClient;
import sluice.testing.MakerModels;
import sluice.testing.StartedService;
import sluice.testing.TraceReceiver;
import sluice.testing.TraceReceiver.Mood;

/** The service on the demo with the built-in model and a small classifier behind it. */
@Timeout(240)
class SecondModelIT {
  private static final String YARD = "/api/v1/streams/yard";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private StartedService start(String second, String classify, String more) throws IOException {
    return new StartedService(
        folder,
        """
        sluice {
          data-dir = "%1$s/data"
          models.person { model = person-detection-hog, hint = latency, requests = 1, cache-dir = "%1$s/compiled" }
          models.second { %2$s, cache-dir = "%1$s/compiled" }
          defaults.model = person
          http.port = 0
          %4$s
          streams.yard { source = "demo:seconds=10", loop = true, realtime = true, objects.classify = %3$s }
        }
        """
            .formatted(folder, second, classify, more),
        id -> StreamObserver.NONE);
  }

  private static String classifier() {
    return "model = \"%s\", family = classification, scale = [255, 255, 255]"
        .formatted(MakerModels.file("classifier.tflite").toAbsolutePath());
  }

  private static JsonNode attributes(ApiClient client) {
    JsonNode now = client.get(YARD + "/objects").json().get("now");
    return now.isEmpty() ? now : now.get(0).get("attributes");
  }

  @Test
  void objects_getWhatTheSecondModelSays_andNothingIsLeft() throws Exception {
    long before = NativeMemory.bytes();
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL);
        StartedService service =
            start(
                classifier(),
                "[{ model = second, min-size = 0 }]",
                "tracing { endpoint = \"%s\", per-second = 100 }".formatted(receiver.endpoint()))) {
      HttpServer server = service.listen();
      try (ApiClient client = new ApiClient(server.address().getPort())) {
        await().atMost(PATIENCE).until(() -> !attributes(client).isEmpty());
        JsonNode attribute = attributes(client).get(0);
        assertThat(attribute.get("name").asText()).isEqualTo("second");
        assertThat(attribute.get("confidence").asDouble()).isPositive();
        assertThat(client.metric("sluice_cascade_inferences_total")).isPositive();

        await().atMost(PATIENCE).until(() -> spans(receiver, "classify").size() > 1);
        assertAnswersBelongToFrames(receiver);
        JsonNode tracing = client.get("/api/v1/tracing").json();
        assertThat(tracing.get("enabled").asBoolean()).isTrue();
        assertThat(tracing.get("healthy").asBoolean()).isTrue();
        assertThat(tracing.get("exported").asLong()).isPositive();
        assertThat(tracing.has("last-error")).isFalse();

        service.pause();
        assertThat(client.get("/metrics").body()).contains("sluice_leases_open 0");
      } finally {
        server.stop(Duration.ofSeconds(3)).toCompletableFuture().join();
      }
    }
    assertThat(NativeMemory.bytes()).isEqualTo(before);
  }

  private static List<Span> spans(TraceReceiver receiver, String name) {
    return receiver.spans().stream().filter(span -> span.getName().equals(name)).toList();
  }

  private static void assertAnswersBelongToFrames(TraceReceiver receiver) {
    Map<ByteString, Span> stages = new HashMap<>();
    spans(receiver, "track").forEach(span -> stages.put(span.getParentSpanId(), span));
    assertThat(spans(receiver, "classify"))
        .anySatisfy(
            span -> {
              Span asking = stages.get(span.getParentSpanId());
              assertThat(asking).as("the stage that asked").isNotNull();
              assertThat(span.getTraceId()).isEqualTo(asking.getTraceId());
              assertThat(span.getStartTimeUnixNano())
                  .isBetween(asking.getStartTimeUnixNano(), asking.getEndTimeUnixNano());
              assertThat(TraceReceiver.attributes(span.getAttributesList()))
                  .containsEntry("sluice.model", "second")
                  .containsKey("sluice.object");
            });
  }

  @Test
  void modelThatFindsObjects_isRefusedAsSecondOne() throws Exception {
    String detector =
        "model = \"%s\"".formatted(MakerModels.file("fractions.tflite").toAbsolutePath());
    try (StartedService service = start(detector, "[{ model = second }]", "")) {
      service.await(1, status -> status.state() == StreamState.FAILED);
      StreamStatus status = service.streams().getFirst();
      assertThat(status.phase().cause())
          .contains("objects.classify: model second is of family yolov8 (expected: one that");
    }
  }
}
