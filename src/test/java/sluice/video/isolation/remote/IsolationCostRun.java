package sluice.video.isolation.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import sluice.testing.DecoderMemory;
import sluice.testing.DecoderRemains;
import sluice.testing.ProcessFootprint;
import sluice.testing.RequirementTable;
import sluice.video.CamerasProcess;
import sluice.video.decode.InputOpener;

/**
 * What decoding in processes of their own costs, beside decoding here: {@code [VIDEO|- [DIST [COUNT
 * [ROUNDS]]]]}. VIDEO is a file of H.264 that the cameras show, {@code -} drawn clips of 1080p and
 * 768x432; DIST the folder of a built distribution that the processes are of. How to start it:
 * {@code src/docs/long-runs.md}.
 */
public final class IsolationCostRun {
  /** A process that has just started compiles its code: half a minute. */
  private static final int WARM_UP = 750;

  private static final int PICTURES = 750;
  private static final long READING_SECONDS = 20;

  /** Of large pictures, cameras at once: a small machine can't decode more. */
  private static final int LARGE_SHARE = 5;

  private static final double MOST_SHARE = 0.08;
  private static final double MOST_MICROS = 150;
  private static final double MOST_LATER_MILLIS = 0.3;
  private static final double MOST_FIRST_SECONDS = 0.5;
  private static final double MOST_LAST_SECONDS = 10;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double KILOBYTES_PER_MEGABYTE = 1024;

  private final RequirementTable bars = new RequirementTable();
  private final String video;
  private final HelperProgram program;
  private final int count;
  private final int rounds;

  /**
   * What cameras show.
   *
   * @param bits a second
   * @param most megabytes that a process may have, its share of what is shared among them
   * @param heldToCpu whether a picture's processor time is held: of small ones it is little more
   *     than the wake-ups that hand them over
   */
  private record Clip(
      String name, int width, int height, int bits, double most, boolean heldToCpu) {
    static final Clip LARGE = new Clip("1080p", 1920, 1080, 4_000_000, 100, true);
    static final Clip SMALL = new Clip("768x432", 768, 432, 1_200_000, 48, false);
  }

  private IsolationCostRun(String[] args) {
    video = args.length > 0 ? args[0] : "-";
    program =
        args.length > 1 && !args[1].equals("-")
            ? ofDistribution(Path.of(args[1]).toAbsolutePath())
            : HelperProgram.ofThisProcess();
    count = args.length > 2 ? Integer.parseInt(args[2]) : 20;
    rounds = args.length > 3 ? Integer.parseInt(args[3]) : 3;
  }

  /** Ends with exit code 1 where a bar is missed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    IsolationCostRun run = new IsolationCostRun(args);
    run.run();
    System.exit(run.bars.missed() ? 1 : 0);
  }

  /** The program as its launcher starts it. */
  private static HelperProgram ofDistribution(Path home) {
    Path cache = home.resolve("lib/decoder.aot");
    HelperProgram here = HelperProgram.ofThisProcess();
    return new HelperProgram(
        here.javaHome(),
        List.of(home.resolve("lib/sluice.jar")),
        List.of(home.resolve("native/javacpp")),
        Files.isReadable(cache) ? List.of(cache) : List.of(),
        List.of(),
        here.mainClass());
  }

  private void run() throws IOException, InterruptedException {
    RequirementTable.fact("box", "%s", IsolatedInputs.box());
    RequirementTable.fact("AOT cache", "%s", program.cache().isEmpty() ? "none" : "used");
    try (IsolatedInputs inputs = new IsolatedInputs(program)) {
      if (video.equals("-")) {
        measure(inputs, Clip.LARGE, Math.max(1, count / LARGE_SHARE));
        measure(inputs, Clip.SMALL, count);
      } else {
        try (CamerasProcess cameras = CamerasProcess.playing(count, Path.of(video))) {
          measure(inputs, cameras, "", Clip.LARGE, count);
        }
      }
    }
    DecoderRemains.settled().hold(bars);
  }

  private void measure(IsolatedInputs inputs, Clip clip, int many)
      throws IOException, InterruptedException {
    try (CamerasProcess cameras =
        CamerasProcess.drawn(many, clip.width(), clip.height(), clip.bits())) {
      measure(inputs, cameras, clip.name() + ": ", clip, many);
    }
  }

  private void measure(
      IsolatedInputs inputs, CamerasProcess cameras, String name, Clip held, int many)
      throws InterruptedException {
    IsolationCost cost = new IsolationCost(cameras, WARM_UP, PICTURES);
    List<IsolationCost.OfOne> here = new ArrayList<>();
    List<IsolationCost.OfOne> apart = new ArrayList<>();
    for (InputOpener opener : List.of(InputOpener.IN_PROCESS, inputs)) {
      new IsolationCost(cameras, WARM_UP, 1).one(opener); // what is loaded and compiled once
    }
    ProcessFootprint before = ProcessFootprint.now();
    long threads = ProcessFootprint.threadsButCompilers();
    for (int round = 0; round < rounds; round++) {
      here.add(cost.one(InputOpener.IN_PROCESS));
      apart.add(cost.one(inputs));
    }
    both(name + "CPU of a picture, here, apart, µs", here, apart, IsolationCost.OfOne::cpuMicros);
    RequirementTable.fact(
        name + "of that the decoder's process, µs",
        "%s",
        rounded(apart, IsolationCost.OfOne::apartMicros));
    double cpuHere = median(here, IsolationCost.OfOne::cpuMicros);
    double more = median(apart, IsolationCost.OfOne::cpuMicros) - cpuHere;
    if (held.heldToCpu()) {
      bars.atMost(
          name + "CPU of a picture more, µs", more, Math.max(MOST_MICROS, MOST_SHARE * cpuHere));
    } else {
      RequirementTable.fact(name + "CPU of a picture more, µs", "%.0f", more);
    }
    for (double share : new double[] {0.5, 0.99}) {
      RequirementTable.fact(
          name + "sent to seen, p%.0f, here, apart, ms".formatted(share * 100),
          "%.2f, %.2f",
          later(here, share),
          later(apart, share));
    }
    bars.atMost(
        name + "seen later, by medians, ms",
        later(apart, 0.5) - later(here, 0.5),
        MOST_LATER_MILLIS);
    both(
        name + "first picture after, here, apart, ms",
        here,
        apart,
        one -> one.firstNanos() / NANOS_PER_MILLI);
    bars.atMost(
        name + "first picture later, by medians, s",
        median(apart, one -> one.firstNanos() / NANOS_PER_SECOND)
            - median(here, one -> one.firstNanos() / NANOS_PER_SECOND),
        MOST_FIRST_SECONDS);
    atOnce(inputs, cost, name + many + " at once: ", held.most(), many);
    ProcessFootprint after = ProcessFootprint.now();
    bars.atMost(name + "descriptors more", after.descriptors() - before.descriptors(), 0);
    bars.atMost(name + "threads more", ProcessFootprint.threadsButCompilers() - threads, 0);
  }

  private void atOnce(
      IsolatedInputs inputs, IsolationCost cost, String name, double mostMegabytes, int many)
      throws InterruptedException {
    IsolationCost.OfMany all = cost.many(inputs, many, READING_SECONDS);
    bars.atMost(
        name + "first picture of the last after, s",
        all.lastNanos() / NANOS_PER_SECOND,
        MOST_LAST_SECONDS);
    RequirementTable.fact(name + "pictures a second", "%.1f", all.rate());
    RequirementTable.fact(name + "cores", "%.2f", all.cores());
    RequirementTable.fact(name + "threads here, each", "%.2f", all.threads());
    if (all.memory().isEmpty()) {
      RequirementTable.fact(name + "memory", "not to be seen; root sees it");
      return;
    }
    RequirementTable.fact(
        name + "resident, written by it alone, MB",
        "%.1f, %.1f",
        mega(all, DecoderMemory::resident),
        mega(all, DecoderMemory::own));
    bars.atMost(name + "Pss, mean, MB", mega(all, DecoderMemory::share), mostMegabytes);
  }

  private static double mega(IsolationCost.OfMany all, ToLongFunction<DecoderMemory> part) {
    return all.memory().stream().mapToLong(part).average().orElse(0) / KILOBYTES_PER_MEGABYTE;
  }

  private static void both(
      String what,
      List<IsolationCost.OfOne> here,
      List<IsolationCost.OfOne> apart,
      ToDoubleFunction<IsolationCost.OfOne> value) {
    RequirementTable.fact(what, "%s, %s", rounded(here, value), rounded(apart, value));
  }

  private static String rounded(
      List<IsolationCost.OfOne> all, ToDoubleFunction<IsolationCost.OfOne> value) {
    return Arrays.toString(
        all.stream().mapToLong(one -> Math.round(value.applyAsDouble(one))).toArray());
  }

  private static double median(
      List<IsolationCost.OfOne> all, ToDoubleFunction<IsolationCost.OfOne> value) {
    double[] sorted = DoubleStream.of(all.stream().mapToDouble(value).toArray()).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** Milliseconds below which so much of all pictures came. */
  private static double later(List<IsolationCost.OfOne> all, double share) {
    long[] sorted =
        all.stream().flatMapToLong(one -> LongStream.of(one.laterNanos())).sorted().toArray();
    return sorted[(int) (share * (sorted.length - 1))] / NANOS_PER_MILLI;
  }
}
