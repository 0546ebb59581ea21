package sluice.cli.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import sluice.bench.BenchResult;
import sluice.bench.FirstInference;
import sluice.bench.Interval;
import sluice.bench.Measurement;
import sluice.bench.ModeSummary;
import sluice.bench.MostStreams;
import sluice.bench.StreamRate;
import sluice.bench.StreamsResult;
import sluice.bench.WithEnvironment;
import sluice.core.LatencyStage;
import sluice.core.util.Nanos;
import sluice.metrics.LatencySummary;

/**
 * Results of benchmarks as one JSON object, as {@code src/docs/bench.md} describes it. What was not
 * measured is left out.
 */
final class BenchJson {
  private static final double MILLIS_PER_SECOND = 1000;
  private static final MathContext DIGITS = new MathContext(6);

  private final JsonGenerator json;

  private BenchJson(JsonGenerator json) {
    this.json = json;
  }

  /** Writes the members of an object. */
  @FunctionalInterface
  private interface Members {
    void write(BenchJson json) throws IOException;
  }

  /** Modes beside each other. */
  static String ofModes(BenchResult result) {
    return render(
        json -> {
          json.head(result.at(), result.command(), result.environment());
          if (result.limit().isPresent()) {
            json.number("limit_fps", result.limit().getAsDouble());
          }
          json.json.writeArrayFieldStart("modes");
          for (ModeSummary mode : result.modes()) {
            json.mode(mode);
          }
          json.json.writeEndArray();
        });
  }

  /** Streams beside each other. */
  static String ofStreams(WithEnvironment<StreamsResult> documented) {
    return render(
        json -> {
          json.head(documented);
          json.streams(documented.result());
        });
  }

  /** The greatest number of streams. */
  static String ofMostStreams(WithEnvironment<MostStreams> documented) {
    MostStreams result = documented.result();
    return render(
        json -> {
          json.head(documented);
          json.number("fps_limit", result.fps());
          json.json.writeNumberField("max_streams", result.most());
          json.json.writeBooleanField("complete", result.complete());
          json.json.writeArrayFieldStart("trials");
          for (MostStreams.Trial trial : result.trials()) {
            json.json.writeStartObject();
            json.json.writeBooleanField("kept", trial.kept());
            json.streams(trial.result());
            json.json.writeEndObject();
          }
          json.json.writeEndArray();
        });
  }

  /** First inferences. */
  static String ofFirstInferences(WithEnvironment<List<FirstInference>> documented) {
    return render(
        json -> {
          json.head(documented);
          json.json.writeArrayFieldStart("first_inferences");
          for (FirstInference row : documented.result()) {
            json.firstInference(row);
          }
          json.json.writeEndArray();
        });
  }

  /** The object, indented, ended by a line feed. */
  private static String render(Members members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      generator.useDefaultPrettyPrinter();
      generator.writeStartObject();
      members.write(new BenchJson(generator));
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string can't be written to", e);
    }
    return text.append('\n').toString();
  }

  private void head(WithEnvironment<?> documented) throws IOException {
    head(documented.at(), documented.command(), documented.environment());
  }

  private void head(Instant at, List<String> command, Map<String, String> environment)
      throws IOException {
    json.writeStringField("at", at.toString());
    json.writeArrayFieldStart("command");
    for (String word : command) {
      json.writeString(word);
    }
    json.writeEndArray();
    json.writeObjectFieldStart("environment");
    for (Map.Entry<String, String> value : environment.entrySet()) {
      json.writeStringField(value.getKey(), value.getValue());
    }
    json.writeEndObject();
  }

  private void mode(ModeSummary mode) throws IOException {
    Measurement typical = mode.typical();
    json.writeStartObject();
    json.writeStringField("mode", mode.mode().wireName());
    number("fps", mode.fps());
    number("noise", mode.noise());
    if (mode.ofInferOnly().isPresent()) {
      number("of_infer_only", mode.ofInferOnly().getAsDouble());
    }
    figures(typical);
    if (mode.wrong().isPresent()) {
      json.writeStringField("wrong", mode.wrong().get());
    }
    json.writeArrayFieldStart("measurements");
    for (Measurement measurement : mode.measurements()) {
      measurement(measurement);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void measurement(Measurement measurement) throws IOException {
    json.writeStartObject();
    json.writeNumberField("repeat", measurement.repeat());
    json.writeNumberField("order", measurement.order());
    number("seconds", measurement.seconds());
    json.writeNumberField("frames", measurement.frames());
    number("fps", measurement.fps());
    figures(measurement);
    json.writeArrayFieldStart("intervals");
    for (Interval interval : measurement.intervals()) {
      json.writeStartObject();
      number("end", interval.endSeconds());
      number("fps", interval.fps());
      number("mean_latency_ms", interval.meanLatencyMillis());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void figures(Measurement measurement) throws IOException {
    number("cpu_ms_per_frame", measurement.cpuSecondsPerFrame() * MILLIS_PER_SECOND);
    number("starved", measurement.starvedShare());
    if (measurement.mode().isEndToEnd()) {
      json.writeNumberField("detections", measurement.detections());
      json.writeNumberField("detection_frames", measurement.detectionFrames());
    }
    json.writeObjectFieldStart("latency_ms");
    for (LatencyStage stage : LatencyStage.values()) {
      latency(
          stage.wireName().replace('-', '_'),
          measurement.latencies().getOrDefault(stage, LatencySummary.EMPTY));
    }
    json.writeEndObject();
  }

  private void latency(String name, LatencySummary latency) throws IOException {
    if (latency.count() > 0) {
      json.writeObjectFieldStart(name);
      number("mean", Nanos.toMillis(latency.meanNanos()));
      number("p50", Nanos.toMillis(latency.p50Nanos()));
      number("p90", Nanos.toMillis(latency.p90Nanos()));
      number("p99", Nanos.toMillis(latency.p99Nanos()));
      json.writeEndObject();
    }
  }

  private void streams(StreamsResult result) throws IOException {
    json.writeNumberField("streams", result.streams().size());
    number("seconds", result.seconds());
    number("fps", result.fps());
    json.writeNumberField("dropped", result.dropped());
    number("cpu_ms_per_frame", result.cpuSecondsPerFrame() * MILLIS_PER_SECOND);
    number("starved", result.starvedShare());
    json.writeArrayFieldStart("each");
    for (StreamRate stream : result.streams()) {
      json.writeStartObject();
      number("fps", stream.fps());
      json.writeNumberField("frames", stream.results());
      json.writeNumberField("dropped", stream.dropped());
      latency("latency_ms", stream.latency());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void firstInference(FirstInference row) throws IOException {
    json.writeStartObject();
    json.writeStringField("device", row.device());
    json.writeStringField("cache", row.cache().wireName());
    if (row.failure().isPresent()) {
      json.writeStringField("failure", row.failure().get());
    } else {
      number("read_ms", Nanos.toMillis(row.read().toNanos()));
      number("compile_ms", Nanos.toMillis(row.compile().toNanos()));
      number("first_inference_ms", Nanos.toMillis(row.first().toNanos()));
      number("whole_ms", Nanos.toMillis(row.whole().toNanos()));
      json.writeBooleanField("loaded_from_cache", row.fromCache());
      json.writeStringField("execution_devices_before", row.devicesBefore());
      json.writeStringField("execution_devices_after", row.devicesAfter());
    }
    json.writeEndObject();
  }

  /** Six significant digits: more than any of this is worth. */
  private void number(String name, double value) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(new BigDecimal(value, DIGITS).doubleValue());
  }
}
