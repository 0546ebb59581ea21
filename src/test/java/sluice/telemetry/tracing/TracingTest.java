package sluice.telemetry.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.config.binding.Secret;
import sluice.config.settings.TracingConfig;
import sluice.core.CropInference;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.SluiceException;
import sluice.core.TraceContext;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;
import sluice.core.message.PublishObserver;
import sluice.testing.TraceReceiver;
import sluice.testing.TraceReceiver.Mood;

@Timeout(60)
class TracingTest {
  private static final double ALL = 1e9;
  private static final PublishObserver.Target BUS =
      new PublishObserver.Target("bus", "kafka", message -> message.stream() + ".seen");
  private static final PublishObserver.Target HOOK =
      new PublishObserver.Target("hook", "webhook", _ -> "https://hook");

  private final Frames frames = new Frames();

  private static TracingConfig config(String endpoint, double perSecond) {
    return new TracingConfig(
        Optional.of(URI.create(endpoint)),
        perSecond,
        Optional.empty(),
        65_536,
        Duration.ofSeconds(10),
        Map.of("Authorization", new Secret("Bearer hidden")),
        Optional.empty());
  }

  private static Tracing start(TracingConfig config) {
    return Tracing.start(config, InstantSource.system()).orElseThrow();
  }

  private static FrameTracer tracer(Tracing tracing, boolean follows) {
    FrameTracer tracer = tracing.frames("yard");
    tracer.configure(OptionalDouble.empty(), "people", "CPU", follows);
    return tracer;
  }

  @Test
  void stagesOfAThousandFrames_lieInsideThem_oneAfterTheOther() throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL)) {
      long before = WallClock.epochNanos(Instant.now());
      try (Tracing tracing = start(config(receiver.endpoint(), ALL))) {
        FrameTracer tracer = tracer(tracing, true);
        for (int i = 0; i < 1_000; i++) {
          assertThat(frames.pass(tracer)).isTrue();
        }
      }
      long after = WallClock.epochNanos(Instant.now());

      Map<String, List<Span>> traces =
          receiver.spans().stream()
              .collect(Collectors.groupingBy(span -> TraceReceiver.hex(span.getTraceId())));
      assertThat(traces).hasSize(1_000);
      assertThat(traces.values())
          .allSatisfy(
              spans -> {
                Span frame = spans.getFirst();
                assertThat(frame.getName()).isEqualTo("frame");
                assertThat(frame.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CONSUMER);
                assertThat(frame.getParentSpanId().isEmpty()).isTrue();
                assertThat(frame.getStartTimeUnixNano())
                    .isGreaterThan(before - TimeUnit.SECONDS.toNanos(1));
                assertThat(frame.getEndTimeUnixNano())
                    .isLessThan(after + TimeUnit.SECONDS.toNanos(1));
                assertThat(spans.stream().skip(1).map(Span::getName))
                    .containsExactly(
                        "decode",
                        "hand_over",
                        "prepare",
                        "wait_for_request",
                        "infer",
                        "wait_for_order",
                        "read_outputs",
                        "track",
                        "give_to_sinks");
                long reached = frame.getStartTimeUnixNano();
                for (Span stage : spans.subList(1, spans.size())) {
                  assertThat(stage.getParentSpanId()).isEqualTo(frame.getSpanId());
                  assertThat(stage.getStartTimeUnixNano()).isEqualTo(reached);
                  assertThat(stage.getEndTimeUnixNano()).isGreaterThanOrEqualTo(reached);
                  reached = stage.getEndTimeUnixNano();
                }
                assertThat(reached).isEqualTo(frame.getEndTimeUnixNano());
              });
      assertThat(receiver.spans()).extracting(Span::getSpanId).doesNotHaveDuplicates();
    }
  }

  @Test
  void frame_isDescribed_withItsProcess_andNoSecret() throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL)) {
      TraceContext context;
      try (Tracing tracing = start(config(receiver.endpoint(), 1));
          FrameResult result = frames.finished()) {
        FrameTracer tracer = tracer(tracing, false);
        tracer.begin("r7");
        tracer.frameFinished(result);
        context = result.frame().trace();
        tracer.frameDelivered(result);
      }

      Span frame = receiver.spans().getFirst();
      assertThat(context)
          .isEqualTo(
              new TraceContext(
                  TraceReceiver.hex(frame.getTraceId()), TraceReceiver.hex(frame.getSpanId())));
      assertThat(TraceReceiver.attributes(frame.getAttributesList()))
          .isEqualTo(
              Map.of(
                  "sluice.stream", "yard",
                  "sluice.frame.number", "0",
                  "sluice.frame.width", "64",
                  "sluice.frame.height", "48",
                  "sluice.objects", "0",
                  "sluice.model", "people",
                  "sluice.device", "CPU",
                  "sluice.run", "r7",
                  "sluice.chosen.for", "rate"));
      assertThat(receiver.spans()).extracting(Span::getName).doesNotContain("track");
      assertThat(TraceReceiver.attributes(receiver.resource().getAttributesList()))
          .containsEntry("service.name", "sluice")
          .containsKeys("service.version", "service.instance.id", "process.pid", "host.name");
      assertThat(receiver.headers())
          .allSatisfy(
              headers -> assertThat(headers.get("Authorization")).containsExactly("Bearer hidden"));
      assertThat(receiver.text()).doesNotContain("hidden");
    }
  }

  @Test
  void framesDroppedForTheirAge_andFailedOnes_areAlwaysTraced() throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL)) {
      try (Tracing tracing = start(config(receiver.endpoint(), 0))) {
        FrameTracer tracer = tracer(tracing, true);
        assertThat(frames.pass(tracer)).isFalse();
        try (Frame old = frames.prepared();
            Frame stopped = frames.prepared();
            Frame failed = frames.prepared()) {
          tracer.frameDropped(old, DropCause.MAX_AGE);
          tracer.frameDropped(stopped, DropCause.STOPPED);
          tracer.inferenceFailed(
              failed, new SluiceException(ErrorCode.DEVICE, "rtsp://u:secret@10.0.0.1 is gone"));
          assertThat(old.trace()).isNotNull();
          assertThat(stopped.trace()).isNull();
        }
      }

      assertThat(receiver.spans())
          .extracting(Span::getName)
          .containsExactly(
              "frame",
              "decode",
              "hand_over",
              "prepare",
              "wait_for_request", //
              "frame",
              "decode",
              "hand_over",
              "prepare",
              "infer");
      Span dropped = receiver.spans().get(0);
      assertThat(dropped.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(dropped.getEventsList())
          .extracting(Span.Event::getName)
          .containsExactly("dropped");
      assertThat(TraceReceiver.attributes(dropped.getAttributesList()))
          .containsEntry("sluice.drop.cause", "max-age");
      Span failed = receiver.spans().get(5);
      assertThat(failed.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(TraceReceiver.attributes(failed.getAttributesList()))
          .containsEntry("error.type", "device");
      assertThat(receiver.text()).doesNotContain("secret", "10.0.0.1");
    }
  }

  @Test
  void rate_isThatOfTheStream_orOfAll_andChangesWhileItRuns() throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL);
        Tracing tracing = start(config(receiver.endpoint(), 0.001))) {
      FrameTracer common = tracer(tracing, false);
      FrameTracer own = tracer(tracing, false);
      own.configure(OptionalDouble.of(0), "people", "CPU", false);
      assertThat(frames.pass(common)).isTrue();
      assertThat(frames.pass(common)).as("within the same quarter of an hour").isFalse();
      assertThat(frames.pass(own)).isFalse();

      tracing.configure(config(receiver.endpoint(), ALL));
      assertThat(frames.pass(common)).isTrue();
      assertThat(frames.pass(own)).isFalse();

      own.configure(OptionalDouble.of(ALL), "people", "CPU", false);
      assertThat(frames.pass(own)).isTrue();
    }
  }

  @Test
  void slowFrames_areTraced_whateverTheRate() throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL)) {
      TracingConfig off = config(receiver.endpoint(), 0);
      TracingConfig slow =
          new TracingConfig(
              off.endpoint(),
              0,
              Optional.of(Duration.ofNanos(1)),
              off.queue(),
              off.timeout(),
              off.headers(),
              off.caFile());
      try (Tracing tracing = start(off)) {
        FrameTracer tracer = tracer(tracing, false);
        assertThat(frames.pass(tracer)).isFalse();
        tracing.configure(slow);
        assertThat(frames.pass(tracer)).isTrue();
      }
      assertThat(TraceReceiver.attributes(receiver.spans().getFirst().getAttributesList()))
          .containsEntry("sluice.chosen.for", "slow");
    }
  }

  @Test
  void publishing_isASpanOfTheFramesTrace() throws IOException {
    TraceContext frame = TraceContext.random();
    Instant taken = Instant.parse("2026-11-20T08:15:30.120Z");
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL)) {
      try (Tracing tracing = start(config(receiver.endpoint(), 0))) {
        Instant acknowledged = taken.plusMillis(25);
        tracing.published(
            message(Optional.of(frame.traceparent())), BUS, taken, acknowledged, true);
        tracing.published(message(Optional.of(frame.traceparent())), HOOK, taken, taken, false);
        tracing.published(message(Optional.empty()), BUS, taken, acknowledged, true);
        tracing.published(message(Optional.of("00-x")), BUS, taken, acknowledged, true);
      }

      assertThat(receiver.spans())
          .extracting(Span::getName)
          .containsExactly("publish bus", "publish hook");
      assertThat(receiver.spans())
          .allSatisfy(
              span -> {
                assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_PRODUCER);
                assertThat(TraceReceiver.hex(span.getTraceId())).isEqualTo(frame.traceId());
                assertThat(TraceReceiver.hex(span.getParentSpanId())).isEqualTo(frame.spanId());
                assertThat(span.getStartTimeUnixNano()).isEqualTo(WallClock.epochNanos(taken));
              });
      Span bus = receiver.spans().getFirst();
      assertThat(bus.getEndTimeUnixNano() - bus.getStartTimeUnixNano()).isEqualTo(25_000_000);
      assertThat(TraceReceiver.attributes(bus.getAttributesList()))
          .isEqualTo(
              Map.of(
                  "sluice.stream", "yard",
                  "sluice.run", "r",
                  "sluice.sink", "bus",
                  "sluice.sink.type", "kafka",
                  "messaging.system", "kafka",
                  "messaging.operation.type", "send",
                  "messaging.destination.name", "yard.seen",
                  "messaging.message.id", "r-yard-7"));
      Span hook = receiver.spans().getLast();
      assertThat(hook.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(TraceReceiver.attributes(hook.getAttributesList()))
          .containsEntry("error.type", "refused")
          .containsEntry("messaging.destination.name", "https://hook")
          .doesNotContainKey("messaging.system");
    }
  }

  @Test
  void secondModelsAnswer_belongsToTheFrameThatAsked_wheneverItComes() throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL)) {
      TraceContext first;
      TraceContext second;
      try (Tracing tracing = start(config(receiver.endpoint(), ALL))) {
        FrameTracer tracer = tracer(tracing, true);
        try (FrameResult result = frames.finished()) {
          tracer.cropInferred(askedIn(result, 1)); // before the frame is chosen
          tracer.frameFinished(result);
          first = result.frame().trace();
        }
        try (FrameResult result = frames.finished()) {
          tracer.frameFinished(result);
          second = result.frame().trace();
          tracer.cropInferred(askedIn(result, 2));
        }
        tracer.configure(OptionalDouble.of(0), "people", "CPU", true);
        try (FrameResult result = frames.finished()) {
          tracer.frameFinished(result);
          tracer.cropInferred(askedIn(result, 3)); // that frame is not chosen
        }
      }

      assertThat(receiver.spans())
          .extracting(Span::getName)
          .containsExactly(
              "classify", "wait_for_request", "infer", "classify", "wait_for_request", "infer");
      assertCrop(receiver.spans().subList(0, 3), first, "1");
      assertCrop(receiver.spans().subList(3, 6), second, "2");
    }
  }

  private static CropInference askedIn(FrameResult result, long object) {
    Frame frame = result.frame();
    long asked =
        frame.readyNanos() + frame.timings().get(LatencyStage.END_TO_END) - frame.stagesNanos() / 2;
    return new CropInference("faces", object, asked, asked + 10, 200, 3_000, asked + 4_000);
  }

  private static void assertCrop(List<Span> spans, TraceContext frame, String object) {
    Span classify = spans.getFirst();
    assertThat(TraceReceiver.hex(classify.getTraceId())).isEqualTo(frame.traceId());
    assertThat(TraceReceiver.hex(classify.getParentSpanId())).isEqualTo(frame.spanId());
    assertThat(classify.getEndTimeUnixNano() - classify.getStartTimeUnixNano()).isEqualTo(4_000);
    assertThat(TraceReceiver.attributes(classify.getAttributesList()))
        .isEqualTo(
            Map.of("sluice.stream", "yard", "sluice.model", "faces", "sluice.object", object));
    Span wait = spans.get(1);
    Span infer = spans.get(2);
    assertThat(spans.subList(1, 3))
        .allSatisfy(
            part -> {
              assertThat(part.getTraceId()).isEqualTo(classify.getTraceId());
              assertThat(part.getParentSpanId()).isEqualTo(classify.getSpanId());
            });
    assertThat(wait.getStartTimeUnixNano()).isEqualTo(classify.getStartTimeUnixNano() + 10);
    assertThat(infer.getStartTimeUnixNano()).isEqualTo(wait.getEndTimeUnixNano());
    assertThat(infer.getEndTimeUnixNano() - infer.getStartTimeUnixNano()).isEqualTo(3_000);
  }

  @Test
  void operations_haveTracesOfTheirOwn_howeverTheyEnd() throws IOException {
    SluiceException failure =
        new SluiceException(ErrorCode.INPUT, "rtsp://u:secret@10.0.0.1 is gone");
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL)) {
      try (Tracing tracing = start(config(receiver.endpoint(), 0))) {
        assertThat(tracing.trace(Operation.compileModel("people", "GPU"), () -> "model"))
            .isEqualTo("model");
        FrameTracer tracer = tracing.frames("yard");
        assertThatThrownBy(() -> tracer.opening("rtsp", () -> false, () -> fail(failure)))
            .isSameAs(failure);
        assertThatThrownBy(() -> tracer.opening("", () -> true, () -> fail(failure)))
            .isSameAs(failure);
      }

      assertThat(receiver.spans())
          .extracting(Span::getName)
          .containsExactly("compile_model", "open_source", "open_source");
      assertThat(receiver.spans()).extracting(Span::getTraceId).doesNotHaveDuplicates();
      assertThat(receiver.spans())
          .allSatisfy(
              span -> {
                assertThat(span.getParentSpanId().isEmpty()).isTrue();
                assertThat(span.getEndTimeUnixNano())
                    .isGreaterThanOrEqualTo(span.getStartTimeUnixNano());
              });
      assertThat(TraceReceiver.attributes(receiver.spans().get(0).getAttributesList()))
          .isEqualTo(Map.of("sluice.model", "people", "sluice.device", "GPU"));
      assertThat(TraceReceiver.attributes(receiver.spans().get(1).getAttributesList()))
          .isEqualTo(
              Map.of(
                  "sluice.stream", "yard",
                  "sluice.source.scheme", "rtsp",
                  "error.type", "input"));
      assertThat(TraceReceiver.attributes(receiver.spans().get(2).getAttributesList()))
          .containsEntry("sluice.source.scheme", "file")
          .containsEntry("error.type", "cancelled");
      assertThat(receiver.spans().stream().map(span -> span.getStatus().getCode()))
          .containsExactly(
              Status.StatusCode.STATUS_CODE_UNSET,
              Status.StatusCode.STATUS_CODE_ERROR,
              Status.StatusCode.STATUS_CODE_UNSET);
      assertThat(receiver.text()).doesNotContain("secret", "10.0.0.1");
    }
  }

  private static String fail(SluiceException failure) {
    throw failure;
  }

  private static Message message(Optional<String> traceparent) {
    return new Message(
        "r-yard-7",
        "yard",
        MessageKind.DETECTIONS,
        Instant.EPOCH,
        traceparent,
        new byte[0],
        new byte[0]);
  }

  @Test
  void spans_areSentWithinASecondOrSo_notOnlyAtTheEnd() throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL);
        Tracing tracing = start(config(receiver.endpoint(), ALL))) {
      frames.pass(tracer(tracing, false));
      await().until(() -> tracing.counts().exported() == 9);
      assertThat(receiver.spans()).hasSize(9);
      assertThat(tracing.health()).isEqualTo(new TracingHealth(true, 0, 9, 0, 0, Optional.empty()));
    }
  }
}
