package sluice.telemetry.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sluice.core.CropInference;
import sluice.core.TraceContext;
import sluice.telemetry.tracing.FrameRecord.Reason;
import sluice.telemetry.tracing.RecordedSpan.Origin;

/**
 * Builds the spans of records. Their attributes name nothing that could be a secret of the site: no
 * source's address, no label, no text of a failure.
 */
final class Spans {
  private static final AttributeKey<String> STREAM = AttributeKey.stringKey("sluice.stream");
  private static final AttributeKey<String> RUN = AttributeKey.stringKey("sluice.run");
  private static final AttributeKey<Long> NUMBER = AttributeKey.longKey("sluice.frame.number");
  private static final AttributeKey<Long> WIDTH = AttributeKey.longKey("sluice.frame.width");
  private static final AttributeKey<Long> HEIGHT = AttributeKey.longKey("sluice.frame.height");
  private static final AttributeKey<Long> OBJECTS = AttributeKey.longKey("sluice.objects");
  private static final AttributeKey<Long> OBJECT = AttributeKey.longKey("sluice.object");
  private static final AttributeKey<String> MODEL = AttributeKey.stringKey("sluice.model");
  private static final AttributeKey<String> DEVICE = AttributeKey.stringKey("sluice.device");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("sluice.chosen.for");
  private static final AttributeKey<String> CAUSE = AttributeKey.stringKey("sluice.drop.cause");
  private static final AttributeKey<String> SINK = AttributeKey.stringKey("sluice.sink");
  private static final AttributeKey<String> SINK_TYPE = AttributeKey.stringKey("sluice.sink.type");
  private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("messaging.operation.type");
  private static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  private static final AttributeKey<String> MESSAGE =
      AttributeKey.stringKey("messaging.message.id");

  /** Types of sinks that are messaging systems by the same name in the semantic conventions. */
  private static final Set<String> MESSAGING = Set.of("kafka", "mqtt");

  private final Origin origin;

  Spans(Origin origin) {
    this.origin = origin;
  }

  /** The spans of a record: a frame's own first, then its stages in their order. */
  List<SpanData> of(TraceRecord each) {
    return switch (each) {
      case FrameRecord frame -> frame(frame);
      case CropRecord crop -> crop(crop);
      case PublishRecord publish -> List.of(publish(publish));
      case OperationRecord operation -> List.of(operation(operation));
    };
  }

  private List<SpanData> frame(FrameRecord frame) {
    SpanContext context = context(frame.context());
    WallClock clock = frame.clock();
    List<SpanData> spans = new ArrayList<>(frame.spans());
    spans.add(
        new RecordedSpan(
            origin,
            "frame",
            SpanKind.CONSUMER,
            context,
            SpanContext.getInvalid(),
            clock.dateOf(FrameStages.begin(frame)),
            clock.dateOf(frame.endNanos()),
            attributes(frame),
            events(frame),
            status(frame.error().isEmpty())));
    for (FrameStages.Stage stage : FrameStages.of(frame)) {
      boolean inference = stage.name().equals("infer");
      spans.add(
          new RecordedSpan(
              origin,
              stage.name(),
              SpanKind.INTERNAL,
              child(context),
              context,
              clock.dateOf(stage.fromNanos()),
              clock.dateOf(stage.toNanos()),
              inference ? inference(frame) : Attributes.empty(),
              List.of(),
              status(!inference || frame.reason() != Reason.FAILED)));
    }
    return spans;
  }

  private List<SpanData> crop(CropRecord record) {
    CropInference crop = record.crop();
    SpanContext own = child(context(record.frame()));
    long started = crop.submittedNanos() + crop.waitNanos();
    Attributes model = Attributes.of(MODEL, crop.model());
    Attributes attributes =
        Attributes.of(STREAM, record.stream(), MODEL, crop.model(), OBJECT, crop.object());
    WallClock clock = record.clock();
    return List.of(
        internal(
            "classify",
            own,
            context(record.frame()),
            clock,
            crop.askedNanos(),
            crop.answeredNanos(),
            attributes),
        internal("wait_for_request", child(own), own, clock, crop.submittedNanos(), started, model),
        internal("infer", child(own), own, clock, started, started + crop.inferenceNanos(), model));
  }

  private RecordedSpan internal(
      String name,
      SpanContext own,
      SpanContext parent,
      WallClock clock,
      long fromNanos,
      long toNanos,
      Attributes attributes) {
    return new RecordedSpan(
        origin,
        name,
        SpanKind.INTERNAL,
        own,
        parent,
        clock.dateOf(fromNanos),
        clock.dateOf(toNanos),
        attributes,
        List.of(),
        status(true));
  }

  private SpanData operation(OperationRecord record) {
    AttributesBuilder attributes = Attributes.builder();
    record.operation().attributes().forEach(attributes::put);
    boolean ok = record.error().isEmpty();
    if (!ok) {
      attributes.put(ERROR, record.error());
    }
    return new RecordedSpan(
        origin,
        record.operation().name(),
        SpanKind.INTERNAL,
        context(TraceContext.random()),
        SpanContext.getInvalid(),
        WallClock.epochNanos(record.from()),
        WallClock.epochNanos(record.to()),
        attributes.build(),
        List.of(),
        status(ok || record.error().equals(ErrorType.CANCELLED)));
  }

  private static Attributes attributes(FrameRecord frame) {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(STREAM, frame.stream().stream())
            .put(NUMBER, frame.number())
            .put(REASON, word(frame.reason()))
            .put(MODEL, frame.stream().model())
            .put(DEVICE, frame.stream().device());
    switch (frame.reason()) {
      case RATE, SLOW -> attributes.put(OBJECTS, (long) frame.objects());
      case MAX_AGE -> attributes.put(CAUSE, frame.error());
      case FAILED -> attributes.put(ERROR, frame.error());
    }
    if (!frame.stream().run().isEmpty()) {
      attributes.put(RUN, frame.stream().run());
    }
    if (frame.width() > 0) {
      attributes.put(WIDTH, (long) frame.width()).put(HEIGHT, (long) frame.height());
    }
    return attributes.build();
  }

  private static Attributes inference(FrameRecord frame) {
    AttributesBuilder attributes =
        Attributes.builder()
            .put(MODEL, frame.stream().model())
            .put(DEVICE, frame.stream().device());
    if (frame.reason() == Reason.FAILED) {
      attributes.put(ERROR, frame.error());
    }
    return attributes.build();
  }

  private static String word(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static List<EventData> events(FrameRecord frame) {
    return frame.reason() == Reason.MAX_AGE
        ? List.of(
            EventData.create(
                frame.clock().dateOf(frame.endNanos()),
                "dropped",
                Attributes.of(CAUSE, frame.error())))
        : List.of();
  }

  private SpanData publish(PublishRecord publish) {
    SpanContext parent =
        SpanContext.createFromRemoteParent(
            publish.parent().traceId(),
            publish.parent().spanId(),
            TraceFlags.getSampled(),
            TraceState.getDefault());
    AttributesBuilder attributes =
        Attributes.builder()
            .put(STREAM, publish.stream())
            .put(RUN, publish.run())
            .put(SINK, publish.sink())
            .put(SINK_TYPE, publish.kind())
            .put(MESSAGE, publish.message())
            .put(DESTINATION, publish.destination());
    if (MESSAGING.contains(publish.kind())) {
      attributes.put(SYSTEM, publish.kind()).put(OPERATION, "send");
    }
    if (!publish.ok()) {
      attributes.put(ERROR, ErrorType.REFUSED);
    }
    long from = WallClock.epochNanos(publish.from());
    return new RecordedSpan(
        origin,
        "publish " + publish.sink(),
        SpanKind.PRODUCER,
        child(parent),
        parent,
        from,
        Math.max(from, WallClock.epochNanos(publish.to())),
        attributes.build(),
        List.of(),
        status(publish.ok()));
  }

  private static StatusData status(boolean ok) {
    return ok ? StatusData.unset() : StatusData.error();
  }

  private static SpanContext context(TraceContext frame) {
    return SpanContext.create(
        frame.traceId(), frame.spanId(), TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static SpanContext child(SpanContext parent) {
    return SpanContext.create(
        parent.getTraceId(),
        TraceContext.random().spanId(),
        TraceFlags.getSampled(),
        TraceState.getDefault());
  }
}
