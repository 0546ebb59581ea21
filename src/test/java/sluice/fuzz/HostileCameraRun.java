package sluice.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import sluice.app.service.IsolatedCameras;
import sluice.service.recovery.CrashHistory;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.testing.DecoderRemains;
import sluice.testing.PacedStreams;
import sluice.testing.ProcessFootprint;
import sluice.testing.RequirementTable;
import sluice.testing.StartedService;
import sluice.video.Camera;

/**
 * A service with good cameras and one that plays the same fuzz case to whoever connects, again and
 * again: {@code [MINUTES [CAMERAS [SEED [CASE]]]]}. The default case ended FFmpeg 8.0.1. How to
 * start it: {@code src/docs/long-runs.md}.
 */
public final class HostileCameraRun {
  /** Of the kind {@code rtsp}: AV1 that made FFmpeg 8.0.1 write behind a buffer. */
  static final long SEED = 8;

  static final long CASE = 2580;

  /** The stream of the camera that plays it. */
  static final String HOSTILE = "hostile";

  private static final double LEAST_SHARE = 0.99;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** In which a camera that closes its connection at once is opened again; seldom enough. */
  private static final Duration MOST_BETWEEN = Duration.ofSeconds(20);

  /** Threads of pools that come and go. */
  private static final int SPARE_THREADS = 5;

  private final Duration time;
  private final int count;
  private final long seed;
  private final long number;
  private final RequirementTable bars = new RequirementTable();
  private int held;

  private HostileCameraRun(String[] args) {
    double minutes = args.length > 0 ? Double.parseDouble(args[0]) : 10;
    time = Duration.ofMillis((long) (minutes * 60_000));
    count = args.length > 1 ? Integer.parseInt(args[1]) : 4;
    seed = args.length > 2 ? Long.parseLong(args[2]) : SEED;
    number = args.length > 3 ? Long.parseLong(args[3]) : CASE;
  }

  /** Ends with exit code 1 where a bar is missed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    HostileCameraRun run = new HostileCameraRun(args);
    PacedStreams.inFolder("hostile-camera", run::run);
    System.exit(run.bars.missed() ? 1 : 0);
  }

  /** A camera that plays a case of the kind {@code rtsp}. */
  static FuzzCamera camera(Path folder, long seed, long number) throws IOException {
    return new FuzzCamera(RtspCase.ofRtsp(Fuzzing.random(seed, number), RtpSeed.all(folder)));
  }

  /** Lines of the configuration for a stream of it. */
  static String stream(FuzzCamera camera) {
    return "  streams.%s.source = \"rtsp://127.0.0.1:%d/cam\"%n".formatted(HOSTILE, camera.port());
  }

  private void run(Path folder) throws IOException, InterruptedException {
    try (FuzzCamera hostile = camera(folder, seed, number);
        IsolatedCameras cameras = new IsolatedCameras(folder, count, stream(hostile))) {
      StartedService service = cameras.service();
      TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
      service.pause(HOSTILE);
      ProcessFootprint before = ProcessFootprint.now();
      service.restart(HOSTILE);
      StreamStatus first = service.stream(HOSTILE);
      long begun = System.nanoTime();
      while (System.nanoTime() - begun < time.toNanos()) {
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        StreamStatus status = service.stream(HOSTILE);
        if (status.state() == StreamState.FAILED) {
          held++;
          System.out.println("held: " + status.cause());
          service.restart(HOSTILE); // as a user does who hopes for the best
        }
      }
      report(cameras, first, begun, System.nanoTime());
      service.pause(HOSTILE);
      ProcessFootprint after = ProcessFootprint.now();
      bars.atMost("descriptors more", after.descriptors() - before.descriptors(), 0);
      bars.atMost("threads more", after.threads() - before.threads(), SPARE_THREADS);
      RequirementTable.fact(
          "resident memory before and after, MB",
          "%d, %d",
          before.kilobytes() / 1024,
          after.kilobytes() / 1024);
    }
    DecoderRemains.settled().hold(bars);
  }

  private void report(IsolatedCameras cameras, StreamStatus first, long begun, long ended) {
    StreamStatus last = cameras.service().stream(HOSTILE);
    long opened = IsolatedCameras.restarts(last) - IsolatedCameras.restarts(first);
    long crashes = last.faults().decoderCrashes() - first.faults().decoderCrashes();
    Map<String, Long> causes = new TreeMap<>();
    last.faults().restarts().forEach((cause, n) -> causes.put(cause.wireName(), n));
    RequirementTable.fact("hostile: pictures", "%d", last.counts().framesIn());
    RequirementTable.fact("hostile: opened again, by cause", "%d, %s", opened, causes);
    RequirementTable.fact("hostile: the last failure", "%s", last.faults().lastError().orElse(""));
    RequirementTable.fact("hostile: crashes, held", "%d, %d", crashes, held);
    double seconds = (ended - begun) / 1e9;
    bars.atMost("hostile: opened again each, s", seconds / opened, MOST_BETWEEN.toSeconds());
    bars.atMost(
        "hostile: crashes without being held",
        crashes - held * CrashHistory.LIMIT,
        CrashHistory.LIMIT);
    double least = Double.MAX_VALUE;
    long restarts = 0;
    for (String stream : cameras.streams()) {
      double rate = cameras.arrivals().pace(stream, begun, ended).rate();
      least = Math.min(least, rate / Camera.RATE);
      restarts += IsolatedCameras.restarts(cameras.service().stream(stream));
    }
    bars.atLeast("least good stream / its rate", least, LEAST_SHARE);
    bars.atMost("restarts of good streams", restarts, 0);
  }
}
