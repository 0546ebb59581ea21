package sluice.service.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.core.DropCause;
import sluice.core.SourceInfo;
import sluice.metrics.LatencyStage;
import sluice.metrics.LatencySummary;
import sluice.service.recovery.RestartCause;

/**
 * A stream as it is now.
 *
 * @param id its name
 * @param state what it is doing
 * @param cause why, in one line
 * @param since when it came into that state
 * @param source where frames come from, without credentials
 * @param shape what is known of the source while it is open
 * @param model as the configuration calls it
 * @param devices that really execute the model; empty while none does
 * @param fpsIn frames decoded a second, over the last second
 * @param fpsInferred results a second, over the last second
 * @param framesIn decoded since the service started
 * @param framesInferred results since then
 * @param drops frames given up on purpose since then, by cause; every cause is there
 * @param damaged times that data could not be decoded, or only with damage
 * @param detections objects found, by label
 * @param latencies what each stage spent on a frame
 * @param lastError the last thing that went wrong
 * @param uptime since frames began to flow; zero while they don't
 * @param restarts how often the source was opened again, by cause
 * @param stuckThreads decoder threads that never returned
 * @param sinks where results go
 * @param transitions the last changes of state, oldest first
 */
public record StreamStatus(
    String id,
    StreamState state,
    String cause,
    Instant since,
    String source,
    Optional<SourceInfo> shape,
    String model,
    String devices,
    double fpsIn,
    double fpsInferred,
    long framesIn,
    long framesInferred,
    Map<DropCause, Long> drops,
    long damaged,
    Map<String, Long> detections,
    Map<LatencyStage, LatencySummary> latencies,
    Optional<String> lastError,
    Duration uptime,
    Map<RestartCause, Long> restarts,
    int stuckThreads,
    List<SinkStatus> sinks,
    List<Transition> transitions) {

  /** Keeps its own copies of the collections. */
  public StreamStatus {
    drops = Collections.unmodifiableMap(new LinkedHashMap<>(drops));
    detections = Collections.unmodifiableMap(new LinkedHashMap<>(detections));
    latencies = Collections.unmodifiableMap(new LinkedHashMap<>(latencies));
    restarts = Collections.unmodifiableMap(new LinkedHashMap<>(restarts));
    sinks = List.copyOf(sinks);
    transitions = List.copyOf(transitions);
  }
}
