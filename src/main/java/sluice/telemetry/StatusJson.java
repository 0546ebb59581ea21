package sluice.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import sluice.metrics.LatencySummary;
import sluice.service.stream.SinkStatus;
import sluice.service.stream.StreamStatus;
import sluice.service.stream.Transition;

/** What the service reports of a stream, as {@link sluice.config.binding.JsonText} takes it. */
public final class StatusJson {
  private StatusJson() {}

  public static Map<String, Object> of(StreamStatus status) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("state", status.state().wireName());
    result.put("cause", status.cause());
    result.put("since", status.since().toString());
    result.put("model", status.model());
    result.put("devices", status.devices());
    status
        .shape()
        .ifPresent(
            shape -> {
              result.put("width", shape.width());
              result.put("height", shape.height());
              result.put("frame-rate", shape.frameRate());
              result.put("live", shape.live());
            });
    result.put("fps-in", rounded(status.fpsIn()));
    result.put("fps-inferred", rounded(status.fpsInferred()));
    result.put("frames-in", status.framesIn());
    result.put("frames-inferred", status.framesInferred());
    Map<String, Object> drops = new LinkedHashMap<>();
    status.drops().forEach((cause, count) -> drops.put(cause.wireName(), count));
    result.put("drops", drops);
    result.put("damaged", status.damaged());
    result.put("detections", new LinkedHashMap<>(status.detections()));
    Map<String, Object> latencies = new LinkedHashMap<>();
    status
        .latencies()
        .forEach(
            (stage, summary) -> latencies.put(stage.wireName().replace(' ', '-'), of(summary)));
    result.put("latency-ms", latencies);
    status.lastError().ifPresent(error -> result.put("last-error", error));
    result.put("uptime-seconds", rounded(status.uptime().toMillis() / 1e3));
    Map<String, Object> restarts = new LinkedHashMap<>();
    status.restarts().forEach((cause, count) -> restarts.put(cause.wireName(), count));
    result.put("restarts", restarts);
    result.put("stuck-threads", status.stuckThreads());
    List<Object> sinks = new ArrayList<>();
    status.sinks().forEach(sink -> sinks.add(of(sink)));
    result.put("sinks", sinks);
    List<Object> transitions = new ArrayList<>();
    status.transitions().forEach(transition -> transitions.add(transition(transition)));
    result.put("transitions", transitions);
    return result;
  }

  static Map<String, Object> transition(Transition transition) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("state", transition.state().wireName());
    result.put("cause", transition.cause());
    result.put("at", transition.at().toString());
    result.put("last-at", transition.lastAt().toString());
    result.put("times", transition.times());
    return result;
  }

  private static Map<String, Object> of(LatencySummary summary) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("count", summary.count());
    result.put("mean", millis(summary.meanNanos()));
    result.put("p50", millis(summary.p50Nanos()));
    result.put("p90", millis(summary.p90Nanos()));
    result.put("p99", millis(summary.p99Nanos()));
    return result;
  }

  private static Map<String, Object> of(SinkStatus sink) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", sink.name());
    result.put("healthy", sink.healthy());
    result.put("written", sink.written());
    result.put("lost", sink.lost());
    sink.lastError().ifPresent(error -> result.put("last-error", error));
    return result;
  }

  public static Map<String, Object> of(History.Sample sample) {
    Map<String, Object> drops = new LinkedHashMap<>();
    sample.drops().forEach((cause, count) -> drops.put(cause.wireName(), count));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("at", sample.at().toString());
    result.put("fps-in", rounded(sample.fpsIn()));
    result.put("fps-inferred", rounded(sample.fpsInferred()));
    result.put("drops", drops);
    result.put(
        "latency-ms", Map.of("p50", millis(sample.p50Nanos()), "p99", millis(sample.p99Nanos())));
    return result;
  }

  private static double millis(long nanos) {
    return millis((double) nanos);
  }

  private static double millis(double nanos) {
    return rounded(nanos / TimeUnit.MILLISECONDS.toNanos(1));
  }

  private static double rounded(double value) {
    return Math.round(value * 1e3) / 1e3;
  }
}
