package sluice.app.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import sluice.service.recovery.CrashHistory;
import sluice.service.stream.StreamStatus;
import sluice.testing.DecoderRemains;
import sluice.testing.FrameArrivals.Pace;
import sluice.testing.PacedStreams;
import sluice.testing.ProcessFootprint;
import sluice.testing.RequirementTable;
import sluice.video.Camera;

/**
 * Ends decoders' processes of a running service at random, or stops them: {@code [MINUTES [CAMERAS
 * [SEED]]]}. How soon new pictures come, whether other streams lose any, and what is left behind.
 * How to start it: {@code src/docs/long-runs.md}.
 */
public final class DecoderCrashRun {
  private static final double MEAN_SECONDS = 2;

  /** Of ten signals so many stop a process; the others end it. */
  private static final int STOPS_OF_TEN = 2;

  private static final double LEAST_SHARE = 0.99;
  private static final Duration MOST_DARK = Duration.ofSeconds(1);

  /** What the camera sent while it was being opened comes faster than its pace. */
  private static final Duration CATCH_UP = Duration.ofSeconds(2);

  /** In which a process that doesn't listen to its orders is killed. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  /** Threads of pools that come and go. */
  private static final int SPARE_THREADS = 5;

  private final Duration time;
  private final int count;
  private final Random random;
  private final RequirementTable bars = new RequirementTable();
  private final List<IsolatedCameras.Hit> hits = new ArrayList<>();
  private final Map<String, List<Long>> blamed = new HashMap<>();

  private DecoderCrashRun(String[] args) {
    double minutes = args.length > 0 ? Double.parseDouble(args[0]) : 10;
    time = Duration.ofMillis((long) (minutes * 60_000));
    count = args.length > 1 ? Integer.parseInt(args[1]) : 4;
    random = new Random(args.length > 2 ? Long.parseLong(args[2]) : 1);
  }

  /** Ends with exit code 1 where a bar is missed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    DecoderCrashRun run = new DecoderCrashRun(args);
    PacedStreams.inFolder("decoder-crashes", run::run);
    System.exit(run.bars.missed() ? 1 : 0);
  }

  private void run(Path folder) throws IOException, InterruptedException {
    try (IsolatedCameras cameras = new IsolatedCameras(folder, count, "")) {
      for (String stream : cameras.streams()) {
        tell(cameras.hit(stream, "KILL")); // what is loaded at the first crash is no leak
      }
      TimeUnit.NANOSECONDS.sleep(CATCH_UP.toNanos());
      ProcessFootprint before = ProcessFootprint.now();
      long begun = System.nanoTime();
      Map<String, Long> restarts = restarts(cameras);
      long next = begun;
      while (System.nanoTime() - begun < time.toNanos()) {
        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        String stream = cameras.streams().get(random.nextInt(count));
        IsolatedCameras.Hit hit = cameras.hit(stream, signal(stream));
        tell(hit);
        hits.add(hit);
        next = hit.at() + (long) (-Math.log(1 - random.nextDouble()) * MEAN_SECONDS * 1e9);
      }
      TimeUnit.SECONDS.sleep(1); // the last one's pace counts too
      report(cameras, begun, System.nanoTime(), restarts);
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

  /** One that a stream is not held for. */
  private String signal(String stream) {
    if (random.nextInt(10) < STOPS_OF_TEN) {
      return "STOP";
    }
    if (random.nextBoolean()) {
      return "KILL";
    }
    long now = System.nanoTime();
    List<Long> counted = blamed.computeIfAbsent(stream, id -> new ArrayList<>());
    counted.removeIf(at -> now - at > CrashHistory.WINDOW.toNanos());
    if (counted.size() + 1 >= CrashHistory.LIMIT) {
      return "KILL";
    }
    counted.add(now);
    return "SEGV";
  }

  private static void tell(IsolatedCameras.Hit hit) {
    System.out.printf(
        Locale.ROOT,
        "%s %s: back after %d ms%n",
        hit.stream(),
        hit.signal(),
        hit.dark().toMillis());
  }

  private static Map<String, Long> restarts(IsolatedCameras cameras) {
    Map<String, Long> all = new HashMap<>();
    cameras
        .service()
        .streams()
        .forEach(status -> all.put(status.id(), IsolatedCameras.restarts(status)));
    return all;
  }

  private void report(
      IsolatedCameras cameras, long begun, long ended, Map<String, Long> restartsBefore) {
    RequirementTable.fact("signals", "%d in %d s", hits.size(), (ended - begun) / 1_000_000_000);
    RequirementTable.fact(
        "a camera's opening, decoded here, ms", "%d", cameras.opening().toMillis());
    for (String signal : List.of("SEGV", "KILL", "STOP")) {
      long[] dark =
          hits.stream()
              .filter(hit -> hit.signal().equals(signal))
              .mapToLong(hit -> hit.dark().toMillis())
              .sorted()
              .toArray();
      if (dark.length > 0) {
        RequirementTable.fact(
            signal,
            "%d, new pictures after %d ms in the median",
            dark.length,
            dark[dark.length / 2]);
        bars.atMost(
            signal + ": new pictures after, s",
            dark[dark.length - 1] / 1e3,
            allowed(cameras, signal).toMillis() / 1e3);
      }
    }
    double least = Double.MAX_VALUE;
    for (String stream : cameras.streams()) {
      least = Math.min(least, undisturbed(cameras, stream, begun, ended).rate() / Camera.RATE);
    }
    bars.atLeast("least stream / its rate, while it wasn't hit", least, LEAST_SHARE);
    Map<String, Long> causes = new TreeMap<>();
    long wrong = 0;
    for (StreamStatus status : cameras.service().streams()) {
      status.faults().restarts().forEach((why, n) -> causes.merge(why.wireName(), n, Long::sum));
      long due = hits.stream().filter(hit -> hit.stream().equals(status.id())).count();
      long was = restartsBefore.getOrDefault(status.id(), 0L);
      wrong += Math.abs(IsolatedCameras.restarts(status) - was - due);
    }
    RequirementTable.fact("restarts by cause", "%s", causes);
    bars.atMost("restarts without a signal, or signals without one", wrong, 0);
  }

  /**
   * The limit for new pictures, beside what the camera takes to open: a process that was stopped is
   * known by its silence first.
   */
  private static Duration allowed(IsolatedCameras cameras, String signal) {
    Duration most = cameras.opening().plus(MOST_DARK);
    return signal.equals("STOP")
        ? most.plus(IsolatedCameras.FRAME_TIMEOUT).plus(CLOSE_LIMIT)
        : most;
  }

  /** The pace of a stream from shortly after its return to its next signal, over all such spans. */
  private Pace undisturbed(IsolatedCameras cameras, String stream, long begun, long ended) {
    Pace all = Pace.NONE;
    long from = begun;
    for (IsolatedCameras.Hit hit : hits) {
      if (hit.stream().equals(stream)) {
        all = all.and(cameras.arrivals().pace(stream, from, hit.at()));
        from = hit.back().orElse(ended) + CATCH_UP.toNanos();
      }
    }
    return all.and(cameras.arrivals().pace(stream, from, ended));
  }
}
