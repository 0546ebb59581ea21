package sluice.app.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import sluice.service.stream.StreamState;
import sluice.service.stream.StreamStatus;
import sluice.testing.TinySsd;

/**
 * Benchmark of recovery from camera faults: how soon the service detects a fault and its end, and
 * whether three recordings beside it keep their rate: {@code [MODEL [FAULT_SECONDS
 * [BEFORE_SECONDS]]]}; {@code tiny} is a model of a few operations. How to start it: {@code
 * src/docs/long-runs.md}.
 */
public final class CameraFaults {
  /** {@code sluice.recovery} as it is by default. */
  private static final Duration FRAME_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration MIN_BACKOFF = Duration.ofSeconds(1);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final double LEAST_SHARE = 0.95;
  private static final double MOST_FPS = 26;
  private static final Duration POLL = Duration.ofMillis(20);

  private final CameraScene scene;
  private final Duration lasting;
  private final Duration before;
  private final List<String> misses = new ArrayList<>();

  private CameraFaults(CameraScene scene, Duration lasting, Duration before) {
    this.scene = scene;
    this.lasting = lasting;
    this.before = before;
  }

  /** Ends with exit code 1 where something took longer, or was slower, than is allowed. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("camera-faults");
    boolean tiny = args.length == 0 || args[0].equals("tiny");
    Path model = tiny ? TinySsd.write(folder) : Path.of(args[0]);
    CameraFaults faults;
    try (CameraScene scene = new CameraScene(folder, model, "")) {
      faults = new CameraFaults(scene, seconds(args, 1, 30), seconds(args, 2, 15));
      faults.run();
    }
    faults.misses.forEach(miss -> System.out.println("MISSED: " + miss));
    System.out.println(faults.misses.isEmpty() ? "all held" : "not held");
    System.exit(faults.misses.isEmpty() ? 0 : 1);
  }

  private static Duration seconds(String[] args, int at, long usual) {
    return Duration.ofSeconds(args.length > at ? Long.parseLong(args[at]) : usual);
  }

  private void run() throws IOException {
    System.out.printf(
        "%-32s %18s %18s %8s  %-24s %-24s %s%n",
        "fault", "detected (most)", "back (most)", "retries", "fps before", "during", "cause");
    for (CameraFault fault : CameraFault.values()) {
      measure(fault);
    }
    for (StreamStatus file : scene.files()) {
      check(
          file.faults().restarts().isEmpty()
              && file.counts().drops().values().stream().allMatch(n -> n == 0),
          "recording "
              + file.id()
              + ": restarts "
              + file.faults().restarts()
              + ", drops "
              + file.counts().drops());
    }
    check(scene.service().fatalErrors().isEmpty(), "the service wanted its process to end");
  }

  private void measure(CameraFault fault) throws IOException {
    List<Double> fpsBefore = calmRates();

    StreamStatus healthy = scene.status();
    Rates duringFault = new Rates();
    long begin = System.nanoTime();
    fault.begin(scene.camera());
    Duration detected = Duration.ZERO;
    if (fault != CameraFault.RESIZED) {
      detected = await(begin, () -> isDetected(fault, healthy));
    }
    letPass(lasting.minus(since(begin)));

    StreamStatus ending = scene.status();
    long end = System.nanoTime();
    fault.end(scene.camera());
    Duration back = await(end, () -> isBack(ending));
    StreamStatus now = scene.status();
    Row row =
        new Row(
            fault,
            detected,
            back,
            allowedBack(healthy, ending),
            retries(now) - retries(healthy),
            fpsBefore,
            duringFault.now(),
            now.faults().lastError().orElse(""));
    report(row, retries(now) > retries(ending) + 1);
  }

  /** Long enough in order that waits are short again. */
  private void awaitCalm() {
    await(
        System.nanoTime(),
        () -> scene.status().faults().uptime().compareTo(FRAME_TIMEOUT.plusSeconds(2)) > 0);
    await(
        System.nanoTime(),
        () -> scene.files().stream().allMatch(file -> file.counts().framesInferred() > 0));
  }

  /** The recordings' rates once none of them catches up with its time any more. */
  private List<Double> calmRates() {
    List<Double> rates;
    do {
      awaitCalm();
      Rates calm = new Rates();
      letPass(before);
      rates = calm.now();
    } while (rates.stream().anyMatch(rate -> rate > MOST_FPS));
    return rates;
  }

  private boolean isDetected(CameraFault fault, StreamStatus healthy) {
    StreamStatus now = scene.status();
    boolean left = now.state() != StreamState.RUNNING || retries(now) > retries(healthy);
    return left || (!fault.stopsFrames() && now.counts().damaged() > healthy.counts().damaged());
  }

  private boolean isBack(StreamStatus ending) {
    StreamStatus now = scene.status();
    return now.state() == StreamState.RUNNING
        && now.counts().framesInferred() > ending.counts().framesInferred();
  }

  /** One step of the waits, as far as they have grown; none where the stream still runs. */
  private static Duration allowedBack(StreamStatus healthy, StreamStatus ending) {
    long waits = retries(ending) - retries(healthy);
    if (ending.state() == StreamState.RUNNING) {
      return GRACE;
    }
    long step = ending.state() == StreamState.RETRYING ? waits - 1 : waits;
    long millis = MIN_BACKOFF.toMillis() << Math.clamp(step, 0, 20);
    return Duration.ofMillis(Math.min(millis, MAX_BACKOFF.toMillis())).plus(GRACE);
  }

  private void report(Row row, boolean manySteps) {
    System.out.println(row);
    String name = row.fault().title();
    check(row.detected().compareTo(FRAME_TIMEOUT.plus(GRACE)) <= 0, name + ": detected late");
    check(row.back().compareTo(row.allowedBack()) <= 0 && !manySteps, name + ": back late");
    boolean causeNamed = !row.fault().stopsFrames() || row.fault().isNamedBy(row.cause());
    check(causeNamed, name + ": the cause does not name it");
    for (int i = 0; i < CameraScene.FILES.size(); i++) {
      check(
          row.during().get(i) >= LEAST_SHARE * row.before().get(i),
          name + ": recording " + CameraScene.FILES.get(i) + " became slower");
    }
  }

  private void check(boolean holds, String miss) {
    if (!holds) {
      misses.add(miss);
    }
  }

  private static long retries(StreamStatus status) {
    return status.faults().restarts().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Waits until a condition holds.
   *
   * @return the time since the given moment; what takes longer than {@link #LONGEST} is not waited
   *     for any more and shows in the time
   */
  private static Duration await(long start, BooleanSupplier condition) {
    try {
      Awaitility.await()
          .pollInterval(POLL)
          .atMost(LONGEST.minus(since(start)))
          .until(condition::getAsBoolean);
    } catch (ConditionTimeoutException late) {
      return since(start);
    }
    return since(start);
  }

  /** A span of measurement; nothing where it is over. */
  private static void letPass(Duration span) {
    if (span.isPositive()) {
      Awaitility.await().pollDelay(span).timeout(span.plus(GRACE)).until(() -> true);
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** The recordings' results a second from the time that it was made. */
  private final class Rates {
    private final long start = System.nanoTime();
    private final List<Long> first = counts();

    private List<Long> counts() {
      return scene.files().stream().map(status -> status.counts().framesInferred()).toList();
    }

    List<Double> now() {
      List<Long> last = counts();
      double seconds = since(start).toNanos() / 1e9;
      List<Double> rates = new ArrayList<>();
      for (int i = 0; i < last.size(); i++) {
        rates.add((last.get(i) - first.get(i)) / seconds);
      }
      return rates;
    }
  }

  /** What was measured of one fault. */
  private record Row(
      CameraFault fault,
      Duration detected,
      Duration back,
      Duration allowedBack,
      long retries,
      List<Double> before,
      List<Double> during,
      String cause) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-32s %18s %18s %8d  %-24s %-24s %s",
          fault.title(),
          limited(detected, FRAME_TIMEOUT.plus(GRACE)),
          limited(back, allowedBack),
          retries,
          fps(before),
          fps(during),
          retries == 0 ? "" : cause);
    }

    private static String limited(Duration measured, Duration most) {
      return String.format(
          Locale.ROOT, "%.2f s (%.0f s)", measured.toMillis() / 1e3, most.toMillis() / 1e3);
    }

    private static String fps(List<Double> rates) {
      return String.join(
          " ", rates.stream().map(rate -> String.format(Locale.ROOT, "%.2f", rate)).toList());
    }
  }
}
