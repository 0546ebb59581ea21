package sluice.service.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import sluice.core.DecodeMode;
import sluice.core.DropCause;
import sluice.core.LatencyStage;
import sluice.core.MotionPhase;
import sluice.core.SourceInfo;
import sluice.core.TransportProtocol;
import sluice.json.JsonField;
import sluice.metrics.LatencySummary;
import sluice.metrics.RunMetrics;
import sluice.metrics.RunSnapshot;
import sluice.service.recovery.RestartCause;

/**
 * The status of a stream: a snapshot, and the very JSON object that the API gives. Its components
 * are the members, in their order, and say there what they mean; schema, documentation and page
 * follow from them.
 */
public record StreamStatus(
    @JsonField(hidden = true) String id,
    @JsonField(hidden = true) String source,
    @JsonField(unwrapped = true) Phase phase,
    @JsonField(description = "the entry of `models`") String model,
    @JsonField(description = "devices that really execute the model; empty while none does")
        String devices,
    @JsonField(
            description =
                "whether any certificate of the source's server is taken, for tls = insecure: who"
                    + " is on the way can read and change what comes")
        boolean insecure,
    @JsonField(
            description =
                "where its source is decoded: process (one of its own) or service (that of the"
                    + " service or the job)")
        DecodingPlace isolation,
    @JsonField(unwrapped = true) Optional<Shape> shape,
    @JsonField(unwrapped = true) Rates rates,
    @JsonField(unwrapped = true) Counts counts,
    @JsonField(unwrapped = true) Held held,
    @JsonField(description = "what each stage spent on a frame, in milliseconds, by stage")
        Map<LatencyStage, Latency> latencyMs,
    @JsonField(unwrapped = true) Faults faults,
    @JsonField(description = "where results go") List<SinkStatus> sinks,
    @JsonField(description = "how its recording goes; absent where it isn't to be recorded")
        Optional<RecordingStatus> recording,
    @JsonField(
            description =
                "the last 50 changes of state, oldest first; a round that repeats is one entry")
        List<Transition> transitions) {

  /** Keeps its own copies of the collections. */
  public StreamStatus {
    latencyMs = Collections.unmodifiableMap(new LinkedHashMap<>(latencyMs));
    sinks = List.copyOf(sinks);
    transitions = List.copyOf(transitions);
  }

  /** The state that the stream is in. */
  public record Phase(
      @JsonField(description = "what the stream is doing") StreamState state,
      @JsonField(description = "why, in one line") String cause,
      @JsonField(description = "when it came into that state") Instant since) {}

  /** What is known of the source while it is open; then these members are there. */
  public record Shape(
      @JsonField(description = "width of the open source's pictures as displayed, in pixels")
          int width,
      @JsonField(description = "height of the open source's pictures as displayed, in pixels")
          int height,
      @JsonField(
              description =
                  "shape of the open source's pixels as they are stored, width to height; width and"
                      + " height count square ones")
          String pixelAspect,
      @JsonField(
              description =
                  "how the open source's packets travel from its server: tcp, tls or udp; absent"
                      + " for files and devices")
          Optional<String> transport,
      @JsonField(description = "frames a second by the open source's header, 0 where it names none")
          double frameRate,
      @JsonField(description = "whether the open source comes at its own pace and can't wait")
          boolean live) {

    /** Status of an open source. */
    public static Shape of(SourceInfo source) {
      return new Shape(
          source.width(),
          source.height(),
          source.details().pixelAspect().toString(),
          source.details().transport().map(TransportProtocol::toString),
          source.frameRate(),
          source.live());
    }
  }

  /** Throughput now. */
  public record Rates(
      @JsonField(
              description =
                  "frames of the source a second, over the last second, also those that are not"
                      + " decoded",
              decimals = 3)
          double fpsIn,
      @JsonField(description = "results a second, over the last second", decimals = 3)
          double fpsInferred,
      @JsonField(
              description =
                  "how far a file that is played in real time is behind its timestamps; it can't"
                      + " keep its rate where this grows")
          Duration behind,
      @JsonField(
              description =
                  "how much is decoded: all, reference (what is worked on and what that is decoded"
                      + " from), or key (of key frames only what is worked on)")
          String decode,
      @JsonField(
              description =
                  "what the gate of motion makes of the pictures: off (none looks), moving (all"
                      + " pass), or idle (few do)")
          String motion,
      @JsonField(
              description =
                  "part of the time, since the service started, for which the gate has let all"
                      + " pictures pass; absent where it has never looked",
              decimals = 3)
          OptionalDouble movingShare) {

    /** No frames flow. */
    public static final Rates NONE =
        new Rates(
            0,
            0,
            Duration.ZERO,
            DecodeMode.ALL.toString(),
            MotionPhase.OFF.toString(),
            OptionalDouble.empty());

    /** The rates that are measured now. */
    public static Rates of(RunMetrics metrics) {
      return new Rates(
          metrics.readFps(),
          metrics.progress().fps(),
          metrics.behind(),
          metrics.decodeMode().toString(),
          metrics.motion().toString(),
          metrics.movingShare());
    }
  }

  /** Counters since the service started. */
  public record Counts(
      @JsonField(
              description =
                  "frames of the source since the service started, dropped ones among them")
          long framesIn,
      @JsonField(description = "results since then") long framesInferred,
      @JsonField(description = "frames dropped on purpose, by cause; every cause is there")
          Map<DropCause, Long> drops,
      @JsonField(
              description =
                  "times that data could not be decoded, or only with damage, and packets that were"
                      + " lost over UDP")
          long damaged,
      @JsonField(description = "objects found, and pictures given a class, by label")
          Map<String, Long> detections) {

    /** Keeps its own copies of the maps. */
    public Counts {
      drops = Collections.unmodifiableMap(new LinkedHashMap<>(drops));
      detections = Collections.unmodifiableMap(new LinkedHashMap<>(detections));
    }

    /** Counters so far. */
    public static Counts of(RunSnapshot counted) {
      return new Counts(
          counted.read(),
          counted.finished(),
          counted.dropped(),
          counted.damaged(),
          counted.detectionsByLabel());
    }
  }

  /** The pictures that the stream holds now. */
  public record Held(
      @JsonField(
              description =
                  "decoded pictures of the stream that are held now, whoever refers to them; each"
                      + " counts once")
          long pictures,
      @JsonField(description = "what their pixels take in memory") long pictureBytes) {

    /** What is held now. */
    public static Held of(RunMetrics metrics) {
      return new Held(metrics.heldPictures(), metrics.heldBytes());
    }
  }

  /** The latency of a stage over all frames with a result, in milliseconds. */
  public record Latency(
      @JsonField(description = "frames that were measured") long count,
      @JsonField(description = "arithmetic mean", decimals = 3) double mean,
      @JsonField(description = "half of the frames took no longer", decimals = 3) double p50,
      @JsonField(description = "nine in ten frames took no longer", decimals = 3) double p90,
      @JsonField(description = "99 in 100 frames took no longer", decimals = 3) double p99) {
    private static final double NANOS_PER_MILLI = Duration.ofMillis(1).toNanos();

    /** The same in milliseconds. */
    public static Latency of(LatencySummary nanos) {
      return new Latency(
          nanos.count(),
          nanos.meanNanos() / NANOS_PER_MILLI,
          nanos.p50Nanos() / NANOS_PER_MILLI,
          nanos.p90Nanos() / NANOS_PER_MILLI,
          nanos.p99Nanos() / NANOS_PER_MILLI);
    }

    /** That of every stage, in the stages' order. */
    public static Map<LatencyStage, Latency> of(Map<LatencyStage, LatencySummary> stages) {
      Map<LatencyStage, Latency> result = new LinkedHashMap<>();
      stages.forEach((stage, summary) -> result.put(stage, of(summary)));
      return result;
    }
  }

  /** What went wrong so far, and how long all has been well. */
  public record Faults(
      @JsonField(description = "the last thing that went wrong, in one line")
          Optional<String> lastError,
      @JsonField(description = "since frames began to flow; 0 while they don't") Duration uptime,
      @JsonField(description = "how often the source was opened again, by cause")
          Map<RestartCause, Long> restarts,
      @JsonField(
              description =
                  "how often a process crashed that decoded its source or read the address that is"
                      + " recorded beside it")
          long decoderCrashes,
      @JsonField(
              description =
                  "threads of decoders and sinks that were given up and have not returned")
          int stuckThreads) {

    /** Keeps its own copy of the map. */
    public Faults {
      restarts = Collections.unmodifiableMap(new LinkedHashMap<>(restarts));
    }
  }

  /** The stream's state. */
  public StreamState state() {
    return phase.state();
  }

  /** Why, in one line. */
  public String cause() {
    return phase.cause();
  }
}
