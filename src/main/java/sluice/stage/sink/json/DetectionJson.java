package sluice.stage.sink.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import sluice.core.Attribute;
import sluice.core.Box;
import sluice.core.Classification;
import sluice.core.Detection;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.ObjectState;
import sluice.core.Picture;
import sluice.core.Timings;
import sluice.core.TraceContext;
import sluice.stage.sink.SinkItem;

/**
 * The serialiser of detections: writes a result as one JSON object with gvametaconvert's members,
 * for files, messages and events alike:
 *
 * <ul>
 *   <li>{@code frame_id}: the frame's number in its source, from 0
 *   <li>{@code timestamp}: media time from the start of the stream in nanoseconds, as GStreamer
 *       counts
 *   <li>{@code system_timestamp}: when the decoder had the picture, ISO 8601 in UTC with
 *       milliseconds
 *   <li>{@code source}: as the user named it, without credentials
 *   <li>{@code resolution}: {@code width} and {@code height} of the displayed picture in pixels
 *   <li>{@code objects}: for each {@code x, y, w, h} in whole pixels inside the picture, {@code
 *       roi_type} (its label), and {@code detection} with {@code bounding_box} ({@code x_min,
 *       x_max, y_min, y_max}, 0 to 1), {@code confidence} (0 to 1), {@code label_id} and {@code
 *       label}
 *   <li>of models that tell more than boxes, besides in each of the {@code objects}: {@code mask},
 *       {@code keypoints}, or {@code angle} and {@code corners}, as {@link ShapeJson} writes them
 *   <li>where objects are followed, besides in each of the {@code objects} that was found again:
 *       {@code id} and what else {@link ObjectStateJson} writes
 *   <li>{@code classification}, of classifiers only: the picture's likeliest classes, each with
 *       {@code confidence} (0 to 1), {@code label_id} and {@code label}, the likeliest first
 *   <li>{@code attributes}, of classifiers with several heads only: for each attribute, by its
 *       name, {@code confidence} (0 to 1), {@code label_id} and {@code label}
 *   <li>{@code trace_id}, of frames that are traced only: 32 hexadecimal digits, by which the trace
 *       store knows it
 *   <li>{@code timings_ms}: milliseconds spent on this frame in each {@link LatencyStage}
 * </ul>
 *
 * <p>{@linkplain #event Events} have {@code stream} instead of the source, and no pixels, no
 * resolution and no timings. Numbers have a point and no grouping whatever the locale; one that
 * isn't finite becomes {@code null}. An instance reuses its buffer and is for one thread.
 */
public final class DetectionJson {
  private static final int USUAL_BYTES = 4096;
  private static final double MICROS_PER_MILLI = 1000;
  private static final long NANOS_PER_MICRO = 1000;
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().rootValueSeparator((SerializableString) null).build();
  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
  private static final LatencyStage[] STAGES = LatencyStage.values();

  /** Names of the stages' members, encoded once; in the order of {@link #STAGES}. */
  private static final SerializedString[] STAGE_NAMES = stageNames();

  /** A byte buffer that shows its array, so that an object is written from where it was made. */
  private static final class Bytes extends ByteArrayOutputStream {
    Bytes() {
      super(USUAL_BYTES);
    }

    byte[] array() {
      return buf;
    }
  }

  private final String source;
  private final Bytes bytes = new Bytes();
  private final JsonGenerator json;

  /**
   * A serialiser of results of one source.
   *
   * @param source its name, without credentials
   */
  public DetectionJson(String source) {
    this.source = source;
    try {
      json = FACTORY.createGenerator(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the object of a result; it stays in {@link #array} until the next call. */
  public void make(SinkItem item) {
    bytes.reset();
    try {
      object(item);
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #make}, followed by a line feed. */
  public void makeLine(SinkItem item) {
    make(item);
    bytes.write('\n');
  }

  /** The bytes that were made in UTF-8, from 0 to {@link #length}. */
  public byte[] array() {
    return bytes.array();
  }

  /** How many bytes were made. */
  public int length() {
    return bytes.size();
  }

  /**
   * The data of an event that a frame was finished on a stream; {@code system_timestamp} as fine as
   * the clock. For any thread; the result stays the caller's.
   */
  public static String event(String stream, FrameResult result) {
    Bytes bytes = new Bytes();
    // Bytes here too, as generators of one class only keep the calls of the files' lines direct.
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      Frame frame = result.frame();
      json.writeStartObject();
      json.writeStringField("stream", stream);
      json.writeNumberField("frame_id", frame.number());
      json.writeNumberField("timestamp", frame.timestampNanos());
      json.writeStringField("system_timestamp", frame.systemTimestamp().toString());
      json.writeArrayFieldStart("objects");
      Picture picture = frame.picture();
      for (Detection detection : result.detections()) {
        json.writeStartObject();
        detection(json, detection, detection.box());
        ShapeJson.write(json, detection, picture.displayWidth(), picture.displayHeight());
        followed(json, detection);
        json.writeEndObject();
      }
      json.writeEndArray();
      classification(json, result.classes());
      attributes(json, result.predictions().attributes());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void object(SinkItem item) throws IOException {
    json.writeStartObject();
    json.writeNumberField("frame_id", item.frameNumber());
    json.writeNumberField("timestamp", item.timestampNanos());
    json.writeStringField("system_timestamp", INSTANT.format(item.systemTimestamp()));
    json.writeStringField("source", source);
    json.writeObjectFieldStart("resolution");
    json.writeNumberField("width", item.width());
    json.writeNumberField("height", item.height());
    json.writeEndObject();
    json.writeArrayFieldStart("objects");
    for (Detection detection : item.detections()) {
      Box box = detection.box().clamp();
      json.writeStartObject();
      span("x", "w", box.xMin(), box.xMax(), item.width());
      span("y", "h", box.yMin(), box.yMax(), item.height());
      json.writeStringField("roi_type", detection.label());
      detection(json, detection, box);
      ShapeJson.write(json, detection, item.width(), item.height());
      followed(json, detection);
      json.writeEndObject();
    }
    json.writeEndArray();
    classification(json, item.predictions().classes());
    attributes(json, item.predictions().attributes());
    TraceContext trace = item.trace();
    if (trace != null) {
      json.writeStringField("trace_id", trace.traceId());
    }
    timings(item.timings());
    json.writeEndObject();
  }

  /**
   * Both edges are rounded, so that the box lies inside the picture and neighbours that touch still
   * touch.
   */
  private void span(String startName, String lengthName, float start, float end, int size)
      throws IOException {
    if (Float.isFinite(start) && Float.isFinite(end)) {
      int from = Math.round(start * size);
      json.writeNumberField(startName, from);
      json.writeNumberField(lengthName, Math.max(0, Math.round(end * size) - from));
    } else {
      json.writeNullField(startName);
      json.writeNullField(lengthName);
    }
  }

  /** Microseconds are as fine as it gets: three decimals. */
  private void timings(Timings timings) throws IOException {
    json.writeObjectFieldStart("timings_ms");
    for (int i = 0; i < STAGES.length; i++) {
      double micros = (double) timings.get(STAGES[i]) / NANOS_PER_MICRO;
      json.writeFieldName(STAGE_NAMES[i]);
      json.writeNumber(Math.round(micros) / MICROS_PER_MILLI);
    }
    json.writeEndObject();
  }

  private static void detection(JsonGenerator json, Detection detection, Box box)
      throws IOException {
    json.writeObjectFieldStart("detection");
    json.writeObjectFieldStart("bounding_box");
    number(json, "x_min", box.xMin());
    number(json, "x_max", box.xMax());
    number(json, "y_min", box.yMin());
    number(json, "y_max", box.yMax());
    json.writeEndObject();
    label(json, detection.confidence(), detection.labelId(), detection.label());
    json.writeEndObject();
  }

  private static void followed(JsonGenerator json, Detection detection) throws IOException {
    ObjectState object = detection.object().orElse(null);
    if (object != null) {
      ObjectStateJson.write(json, object);
    }
  }

  private static void classification(JsonGenerator json, List<Classification> classes)
      throws IOException {
    if (classes.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("classification");
    for (Classification each : classes) {
      json.writeStartObject();
      label(json, each.confidence(), each.labelId(), each.label());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void attributes(JsonGenerator json, List<Attribute> attributes)
      throws IOException {
    if (attributes.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("attributes");
    for (Attribute each : attributes) {
      json.writeObjectFieldStart(each.name());
      label(json, each.confidence(), each.labelId(), each.label());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  static void label(JsonGenerator json, float confidence, int id, String label) throws IOException {
    number(json, "confidence", confidence);
    json.writeNumberField("label_id", id);
    json.writeStringField("label", label);
  }

  static void number(JsonGenerator json, String name, float value) throws IOException {
    if (Float.isFinite(value)) {
      json.writeNumberField(name, value);
    } else {
      json.writeNullField(name);
    }
  }

  private static SerializedString[] stageNames() {
    SerializedString[] names = new SerializedString[STAGES.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = new SerializedString(STAGES[i].wireName().replace('-', '_'));
    }
    return names;
  }
}
