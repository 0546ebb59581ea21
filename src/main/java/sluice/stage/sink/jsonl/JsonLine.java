package sluice.stage.sink.jsonl;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import sluice.core.Box;
import sluice.core.Classification;
import sluice.core.Detection;
import sluice.core.Timings;
import sluice.stage.sink.SinkItem;

/**
 * Writes a result as one line of JSON with gvametaconvert's members:
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
 *   <li>{@code classification}, of classifiers only: the picture's likeliest classes, each with
 *       {@code confidence} (0 to 1), {@code label_id} and {@code label}, the likeliest first
 *   <li>{@code timings_ms}: milliseconds spent on this frame in {@code decode, preprocess,
 *       request_wait, inference, postprocess} and {@code end_to_end}
 * </ul>
 *
 * <p>Numbers have a point and no grouping whatever the locale; one that isn't finite becomes {@code
 * null}. Not safe for use by several threads.
 */
final class JsonLine {
  private static final int USUAL_BYTES = 4096;
  private static final double MICROS_PER_MILLI = 1000;
  private static final long NANOS_PER_MICRO = 1000;
  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  /** A byte buffer that shows its array, so that a line is written from where it was made. */
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
   * A writer of lines about one source.
   *
   * @param source its name, without credentials
   */
  JsonLine(String source) {
    this.source = source;
    try {
      json =
          new JsonFactoryBuilder()
              .rootValueSeparator((SerializableString) null)
              .build()
              .createGenerator(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes the line of a result, with its line feed; it stays in {@link #array} until the next call.
   */
  void make(SinkItem item) {
    bytes.reset();
    try {
      json.writeStartObject();
      frame(item);
      json.writeArrayFieldStart("objects");
      for (Detection detection : item.detections()) {
        object(detection, item.width(), item.height());
      }
      json.writeEndArray();
      classification(item.findings().classes());
      timings(item.timings());
      json.writeEndObject();
      json.writeRaw('\n');
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of the line, from 0 to {@link #length}. */
  byte[] array() {
    return bytes.array();
  }

  /** How many bytes the line has. */
  int length() {
    return bytes.size();
  }

  private void frame(SinkItem item) throws IOException {
    json.writeNumberField("frame_id", item.frameNumber());
    json.writeNumberField("timestamp", item.timestampNanos());
    json.writeStringField("system_timestamp", instant(item.systemTimestamp()));
    json.writeStringField("source", source);
    json.writeObjectFieldStart("resolution");
    json.writeNumberField("width", item.width());
    json.writeNumberField("height", item.height());
    json.writeEndObject();
  }

  private static String instant(Instant instant) {
    return INSTANT.format(instant);
  }

  private void classification(List<Classification> classes) throws IOException {
    if (classes.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("classification");
    for (Classification each : classes) {
      json.writeStartObject();
      number("confidence", each.confidence());
      json.writeNumberField("label_id", each.labelId());
      json.writeStringField("label", each.label());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void object(Detection detection, int width, int height) throws IOException {
    Box box = detection.box().clamp();
    json.writeStartObject();
    span("x", "w", box.xMin(), box.xMax(), width);
    span("y", "h", box.yMin(), box.yMax(), height);
    json.writeStringField("roi_type", detection.label());
    json.writeObjectFieldStart("detection");
    json.writeObjectFieldStart("bounding_box");
    number("x_min", box.xMin());
    number("x_max", box.xMax());
    number("y_min", box.yMin());
    number("y_max", box.yMax());
    json.writeEndObject();
    number("confidence", detection.confidence());
    json.writeNumberField("label_id", detection.labelId());
    json.writeStringField("label", detection.label());
    json.writeEndObject();
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

  private void number(String name, float value) throws IOException {
    if (Float.isFinite(value)) {
      json.writeNumberField(name, value);
    } else {
      json.writeNullField(name);
    }
  }

  private void timings(Timings timings) throws IOException {
    json.writeObjectFieldStart("timings_ms");
    millis("decode", timings.decode);
    millis("preprocess", timings.preprocess);
    millis("request_wait", timings.requestWait);
    millis("inference", timings.inference);
    millis("postprocess", timings.postprocess);
    millis("end_to_end", timings.endToEnd);
    json.writeEndObject();
  }

  /** Microseconds are as fine as it gets: three decimals. */
  private void millis(String name, long nanos) throws IOException {
    json.writeNumberField(name, Math.round((double) nanos / NANOS_PER_MICRO) / MICROS_PER_MILLI);
  }
}
