package sluice.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import sluice.core.CropSkipCause;
import sluice.core.DropCause;
import sluice.core.FrameResult;
import sluice.core.LatencyStage;
import sluice.core.MotionPhase;
import sluice.service.recovery.RestartCause;
import sluice.service.stream.StreamStatus;

/**
 * The counters and timers of a stream, from its first frame until it is removed. The cardinality of
 * labels is bounded: stages, causes, and of what is detected the first hundred labels. Thread-safe.
 */
final class StreamMeters {
  private static final int MOST_LABELS = 100;
  private static final String OTHER = "other";
  private static final double NANOS = 1e9;
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(200),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final MeterSet meters;
  private final Map<DropCause, Counter> dropped = new EnumMap<>(DropCause.class);
  private final Map<LatencyStage, Timer> latencies = new EnumMap<>(LatencyStage.class);
  private final Map<String, Counter> detections = new ConcurrentHashMap<>();
  private final Map<RestartCause, Long> restarts = new EnumMap<>(RestartCause.class);
  private final Map<MotionPhase, Counter> motion = new ConcurrentHashMap<>();
  private final Counter in;
  private final Counter inferred;
  private final Counter undecoded;
  private final Counter damaged;
  private final Counter crashes;
  private long crashesSeen;

  StreamMeters(MeterRegistry registry, String stream) {
    meters = new MeterSet(registry, stream);
    in = meters.counter("sluice.frames.in", "Frames of the source, dropped ones among them");
    inferred = meters.counter("sluice.frames.inferred", "Frames with a result");
    undecoded =
        meters.counter("sluice.frames.undecoded", "Frames that were not decoded, for no need");
    damaged = meters.counter("sluice.decode.errors", "Times that data could not be decoded whole");
    crashes =
        meters.counter(
            "sluice.decoder.crashes",
            "Crashes of processes that decoded the source or read the recorded address");
    for (DropCause cause : DropCause.values()) {
      String help = "Frames given up on purpose";
      dropped.put(cause, meters.counter("sluice.frames.dropped", help, "cause", cause.wireName()));
    }
    for (LatencyStage stage : LatencyStage.values()) {
      latencies.put(stage, timer(stage.wireName()));
    }
  }

  void frameRead() {
    in.increment();
  }

  void framesUndecoded(long number) {
    undecoded.increment((double) number);
  }

  void motionSeen(MotionPhase phase, long nanos) {
    motion
        .computeIfAbsent(
            phase,
            key ->
                meters.counter(
                    "sluice.motion.seconds",
                    "Media time of pictures in which motion was looked for, by what came of it",
                    "state",
                    key.toString()))
        .increment(nanos / NANOS);
  }

  void frameDropped(DropCause cause) {
    Counter counter = dropped.get(cause);
    if (counter != null) {
      counter.increment();
    }
  }

  void inputDamaged() {
    damaged.increment();
  }

  void frameFinished(FrameResult result) {
    inferred.increment();
    latencies.forEach(
        (stage, timer) ->
            timer.record(Math.max(0, result.frame().timings().get(stage)), TimeUnit.NANOSECONDS));
    result.predictions().counted().forEach(label -> detected(label).increment());
  }

  private Counter detected(String label) {
    String bounded =
        detections.containsKey(label) || detections.size() < MOST_LABELS ? label : OTHER;
    return detections.computeIfAbsent(
        bounded,
        name ->
            meters.counter(
                "sluice.detections", "Objects found, or pictures given a class", "label", name));
  }

  void cropInferred(String model) {
    meters
        .counter(
            "sluice.cascade.inferences",
            "Objects of which a second model was asked",
            "model",
            model)
        .increment();
  }

  void cropSkipped(String model, CropSkipCause cause) {
    meters
        .counter(
            "sluice.cascade.skipped",
            "Objects of which a second model was not asked, or too late",
            "model",
            model,
            "cause",
            cause.wireName())
        .increment();
  }

  /** Takes over what only the stream's status says. */
  synchronized void update(StreamStatus status) {
    crashed(status.faults().decoderCrashes());
    status
        .faults()
        .restarts()
        .forEach(
            (cause, count) -> {
              long before = restarts.getOrDefault(cause, 0L);
              meters
                  .counter(
                      "sluice.stream.restarts",
                      "Times the source was opened again",
                      "cause",
                      cause.wireName())
                  .increment((double) (count < before ? count : count - before));
              restarts.put(cause, count);
            });
  }

  private void crashed(long count) {
    crashes.increment((double) (count < crashesSeen ? count : count - crashesSeen));
    crashesSeen = count;
  }

  /** Removes the meters from the registry; later counts are lost. */
  void remove() {
    meters.remove();
  }

  private Timer timer(String stage) {
    return meters.timer(
        "sluice.stage.latency",
        "What a stage spent on a frame with a result",
        BUCKETS,
        "stage",
        stage);
  }
}
