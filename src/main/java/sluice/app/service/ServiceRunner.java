package sluice.app.service;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import sluice.app.recording.RecordingSources;
import sluice.app.recording.ServiceRecordings;
import sluice.app.scene.StreamScenes;
import sluice.config.settings.RecoveryConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.StreamObserver;
import sluice.core.recording.RecordingSettings;
import sluice.live.LiveVideos;
import sluice.service.stream.ActiveRun;
import sluice.service.stream.RecordingStatus;
import sluice.service.stream.StreamOutputs;
import sluice.service.stream.StreamRunner;
import sluice.service.stream.StreamSpec;
import sluice.stage.source.PaceClock;
import sluice.stage.source.SourceLocation;
import sluice.telemetry.tracing.FrameTracer;
import sluice.telemetry.tracing.Tracing;
import sluice.video.demux.PacketTap;

/** Runner of the service's streams, each on a decoder thread and a graph of its own. */
final class ServiceRunner implements StreamRunner {
  private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

  private final AtomicLong starts = new AtomicLong();
  private final ClassicActorSystemProvider system;
  private final SourceGuard guard;
  private final DecoderIsolation isolation;
  private final PaceClock clock;
  private final StreamScenes scenes;
  private final Optional<Tracing> tracing;
  private final ServiceRecordings recordings;
  private final RecordingSources recordingSources;
  private final LiveVideos videos;

  /**
   * A runner of streams.
   *
   * @param system where graphs run
   * @param guard what may be opened
   * @param isolation which sources are decoded in processes of their own
   * @param clock date and time
   * @param scenes what outlives the runs of streams
   * @param tracing traces of frames; absent: there are none
   * @param recordings of the streams
   * @param recordingSources what is recorded from addresses of its own
   * @param videos the streams' live video
   */
  ServiceRunner(
      ClassicActorSystemProvider system,
      SourceGuard guard,
      DecoderIsolation isolation,
      InstantSource clock,
      StreamScenes scenes,
      Optional<Tracing> tracing,
      ServiceRecordings recordings,
      RecordingSources recordingSources,
      LiveVideos videos) {
    this.recordingSources = recordingSources;
    this.videos = videos;
    this.recordings = recordings;
    this.tracing = tracing;
    this.system = system;
    this.clock = PaceClock.withDate(clock);
    this.guard = guard;
    this.isolation = isolation;
    this.scenes = scenes;
  }

  /**
   * The golden ratio's multiples: whatever the number of streams, their phases are spread evenly.
   */
  private double nextPhase() {
    return starts.getAndIncrement() * GOLDEN_RATIO % 1;
  }

  @Override
  public ActiveRun start(
      StreamSpec spec, StreamOutputs outputs, StreamObserver observer, Duration frameTimeout) {
    Optional<FrameTracer> tracer = tracing.map(on -> on.frames(spec.id()));
    RecordingSettings recording = recordable(spec);
    StreamObserver told =
        recording.enabled() ? observer.and(recordings.motion(spec.id())) : observer;
    LivenessObserver life =
        new LivenessObserver(tracer.<StreamObserver>map(first -> first.and(told)).orElse(told));
    boolean fromApi = spec.origin() == StreamSpec.Origin.API;
    GuardedOpener opener =
        new GuardedOpener(
            spec.config(),
            guard,
            fromApi,
            frameTimeout,
            nextPhase(),
            life.progress(),
            taps(spec, recording),
            new RunInputs(() -> isolation.inputs(spec.config().address(), fromApi)));
    return SourceRun.start(
        spec,
        opener,
        outputs,
        scenes.forRun(spec.id()),
        recordings.events(spec.id(), recording),
        life,
        tracer,
        clock,
        system);
  }

  private List<PacketTap> taps(StreamSpec spec, RecordingSettings recording) {
    List<PacketTap> taps = new ArrayList<>();
    if (recording.enabled() && recording.source().isEmpty()) {
      taps.addAll(recordings.taps(spec.id(), recording));
    }
    Optional<String> obstacle = obstacle(spec.config());
    obstacle.ifPresent(reason -> videos.unsupported(spec.id(), reason));
    if (obstacle.isEmpty()) {
      taps.add(videos.tap(spec.id()));
    }
    return taps;
  }

  /** How a stream is to be recorded; not at all where its source can't be. */
  private RecordingSettings recordable(StreamSpec spec) {
    StreamConfig config = spec.config();
    Optional<String> obstacle = isSourceRecorded(config) ? obstacle(config) : Optional.empty();
    if (obstacle.isPresent()) {
      recordings.cannotRecord(spec.id(), obstacle.get());
      return RecordingSettings.OFF;
    }
    return config.recording();
  }

  private static boolean isSourceRecorded(StreamConfig config) {
    return config.recording().enabled() && config.recording().source().isEmpty();
  }

  /** Why a source can't be recorded, or watched as video, whatever is in it. */
  private static Optional<String> obstacle(StreamConfig config) {
    return switch (SourceLocation.unresolved(config.source()).kind()) {
      case FOLDER, GLOB -> Optional.of("its source is pictures, which have no video to copy");
      // What is read as fast as it can be has no time of its own.
      case FILE ->
          config.realtime()
              ? Optional.empty()
              : Optional.of("its file is read faster than it plays (expected: realtime = true)");
      case HTTP, RTSP, CAMERA -> Optional.empty();
    };
  }

  @Override
  public Optional<RecordingStatus> recording(StreamSpec spec) {
    return spec.config().recording().enabled()
        ? Optional.of(
            RecordingStatus.of(recordingSources.status(spec.id(), recordings.status(spec.id()))))
        : Optional.empty();
  }

  @Override
  public long recorderCrashes(String stream) {
    return recordingSources.crashes(stream);
  }

  @Override
  public void beginRecording(StreamSpec spec, RecoveryConfig recovery) {
    StreamConfig config = spec.config();
    RecordingSettings settings = config.recording();
    Optional<RecordingOpener> opener =
        settings.enabled()
            ? RecordingOpener.of(config, recovery.frameTimeout(), guard, isolation)
            : Optional.empty();
    opener.ifPresentOrElse(
        open -> recordingSources.begin(spec.id(), settings, open, recovery),
        () -> recordingSources.end(spec.id()));
  }

  @Override
  public void forgiveRecording(String stream) {
    recordingSources.forgive(stream);
  }

  @Override
  public void endRecording(String stream) {
    recordingSources.end(stream);
  }

  @Override
  public void forgetRecorderCrashes(String stream) {
    recordingSources.forgetCrashes(stream);
  }

  @Override
  public void forget(String stream) {
    scenes.forget(stream);
    recordingSources.forget(stream);
    recordings.forget(stream);
    videos.forget(stream);
  }
}
