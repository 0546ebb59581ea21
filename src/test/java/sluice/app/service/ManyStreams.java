package sluice.app.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import sluice.config.settings.ModelConfig;
import sluice.core.DropCause;
import sluice.metrics.ThreadCpuTimes;
import sluice.service.stream.StreamStatus;
import sluice.testing.DecoderProcesses;
import sluice.testing.DecoderRemains;
import sluice.testing.FrameAges;
import sluice.testing.InferenceAlone;
import sluice.testing.PacedStreams;
import sluice.testing.ProcessFootprint;
import sluice.testing.ProcessorTimes;
import sluice.testing.RequirementTable;
import sluice.testing.StartedService;
import sluice.video.OpenMedia;
import sluice.video.TestClip;

/**
 * Load test: runs the service on many paced streams of one model and checks its service levels:
 * {@code paced|over|over-isolated STREAMS FPS MINUTES MODEL VIDEO…}. {@code paced} is a load that
 * the machine can bear: nothing but the rate may cost a frame. {@code over} is more than it can
 * bear, {@code over-isolated} the same with each video decoded in a process of its own. Needs
 * Linux. Ends with exit code 1 where a bar is missed. How to start it, and what is measured: {@code
 * src/docs/long-runs.md}.
 */
public final class ManyStreams {
  private static final Duration ALONE = Duration.ofSeconds(9);
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final int LOOKS = 40;
  private static final String GENERATE = "generate:";
  private static final int GENERATED_SECONDS = 30;
  private static final String DECODING = "decode";
  private static final String INFERENCE = "inference";

  /** One is waited for, one waits, and as many as a stream has places are at the model. */
  private static final int LEAST_IN_FLIGHT = 3;

  private final boolean over;
  private final boolean isolated;
  private final int count;
  private final double fps;
  private final Duration time;
  private final Path model;
  private final List<String> sources;
  private final FrameAges ages = new FrameAges();
  private final RequirementTable bars = new RequirementTable();

  private ManyStreams(String[] args) {
    over =
        switch (args[0]) {
          case "over", "over-isolated" -> true;
          case "paced" -> false;
          default ->
              throw new IllegalArgumentException(
                  args[0] + " (expected: paced, over or over-isolated)");
        };
    isolated = args[0].equals("over-isolated");
    count = Integer.parseInt(args[1]);
    fps = Double.parseDouble(args[2]);
    time = Duration.ofMillis((long) (Double.parseDouble(args[3]) * 60_000));
    model = Path.of(args[4]);
    sources = List.of(args).subList(5, args.length);
  }

  /** Ends with exit code 1 where a bar is missed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    ManyStreams run = new ManyStreams(args);
    PacedStreams.inFolder("many-streams", run::run);
    System.exit(run.bars.missed() ? 1 : 0);
  }

  private void run(Path folder) throws IOException, InterruptedException {
    List<String> videos = new ArrayList<>();
    for (String source : sources) {
      videos.add(video(source, folder));
    }
    InferenceAlone before = InferenceAlone.measure(model, videos.getFirst(), ALONE);
    Window window;
    String configuration = PacedStreams.configuration(folder, model, fps, count, videos);
    if (isolated) {
      configuration += "sluice.security.isolation = all\n";
    }
    try (StartedService service = new StartedService(folder, configuration, ages::of)) {
      service.await(count, stream -> stream.counts().framesInferred() > 0);
      TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
      window = watch(service);
      List<StreamStatus> rested = service.pause();
      bars.atMost("frames that no cause explains", unexplained(rested), 0);
    }
    bars.atMost("pictures left open", OpenMedia.pictures(), 0);
    if (isolated) {
      DecoderRemains.settled().hold(bars);
    }
    InferenceAlone after = InferenceAlone.measure(model, videos.getFirst(), ALONE);
    RequirementTable.fact(
        "inference alone, before", "%.1f fps, %.2f ms CPU", before.fps(), before.cpuMillis());
    RequirementTable.fact(
        "inference alone, after", "%.1f fps, %.2f ms CPU", after.fps(), after.cpuMillis());
    report(window, before.mean(after));
  }

  /** A video's path; a small clip is drawn first where only its rate is given. */
  private static String video(String source, Path folder) {
    if (!source.startsWith(GENERATE)) {
      return source;
    }
    int rate = Integer.parseInt(source.substring(GENERATE.length()));
    return new TestClip()
        .size(320, 180)
        .rate(rate)
        .painted((n, x, y) -> ((x + n * 5) ^ y) * 0x010203 & 0xFFFFFF)
        .write(folder.resolve("generated-" + rate + ".mp4"), rate * GENERATED_SECONDS)
        .toString();
  }

  /**
   * What happened between two looks at the service.
   *
   * @param apartNanos processor time of decoders' processes; 0 where there are none
   */
  private record Window(
      double seconds,
      List<StreamStatus> before,
      List<StreamStatus> after,
      ThreadCpuTimes threadsBefore,
      ThreadCpuTimes threadsAfter,
      long apartNanos,
      ProcessorTimes machineBefore,
      ProcessorTimes machineAfter,
      List<ProcessFootprint> footprints) {

    long inferred(int stream) {
      return after.get(stream).counts().framesInferred()
          - before.get(stream).counts().framesInferred();
    }

    long drops(DropCause cause) {
      return dropped(after, cause) - dropped(before, cause);
    }

    long read() {
      return sum(after) - sum(before);
    }

    private static long sum(List<StreamStatus> streams) {
      return streams.stream().mapToLong(status -> status.counts().framesIn()).sum();
    }

    private static long dropped(List<StreamStatus> streams, DropCause cause) {
      return streams.stream()
          .mapToLong(stream -> stream.counts().drops().getOrDefault(cause, 0L))
          .sum();
    }
  }

  private Window watch(StartedService service) throws InterruptedException {
    ages.begin();
    long start = System.nanoTime();
    List<StreamStatus> before = service.streams();
    ThreadCpuTimes threads = ThreadCpuTimes.now();
    long apart = DecoderProcesses.cpuNanos();
    ProcessorTimes machine = ProcessorTimes.now();
    List<ProcessFootprint> footprints = new ArrayList<>();
    for (int look = 1; look <= LOOKS; look++) {
      long due = start + time.toNanos() * look / LOOKS;
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      footprints.add(ProcessFootprint.now());
      say(look, footprints.getLast(), threads);
    }
    List<StreamStatus> after = service.streams();
    return new Window(
        (System.nanoTime() - start) / 1e9,
        before,
        after,
        threads,
        ThreadCpuTimes.now(),
        DecoderProcesses.cpuNanos() - apart,
        machine,
        ProcessorTimes.now(),
        footprints);
  }

  /** A line on the way, over all of the way so far. */
  private void say(int look, ProcessFootprint held, ThreadCpuTimes from) {
    long results = ages.ages().count();
    double inference =
        ThreadCpuTimes.now().since(from, ManyStreams::stage).getOrDefault(INFERENCE, 0L);
    System.out.printf(
        Locale.ROOT,
        "%2d of %d: %d results, %.2f ms of inference each, %.1f MB, %d threads, %d descriptors%n",
        look,
        LOOKS,
        results,
        inference / 1e6 / results,
        held.kilobytes() / 1024.0,
        held.threads(),
        held.descriptors());
  }

  private void report(Window window, InferenceAlone alone) {
    double[] rates = new double[count];
    for (int i = 0; i < count; i++) {
      rates[i] = window.inferred(i) / window.seconds();
    }
    double sum = DoubleStream.of(rates).sum();
    RequirementTable.fact(
        "streams, each asked, sum",
        "%d at %.2f fps, %.1f fps over %.0f s",
        count,
        fps,
        sum,
        window.seconds());
    RequirementTable.fact("decoded", "%.1f fps", window.read() / window.seconds());
    for (DropCause cause : DropCause.values()) {
      RequirementTable.fact("dropped: " + cause.wireName(), "%d", window.drops(cause));
    }
    double limit = limit(window, alone);
    inFlight(window.after());
    double ageMillis = ages.ages().p99Nanos() / 1e6;
    RequirementTable.fact(
        "age at inference, p50, p90, p99",
        "%.0f, %.0f, %.0f ms",
        ages.ages().p50Nanos() / 1e6,
        ages.ages().p90Nanos() / 1e6,
        ageMillis);
    double least = DoubleStream.of(rates).min().orElse(0);
    if (over) {
      double most = DoubleStream.of(rates).max().orElse(0);
      bars.atLeast("sum / limit", sum / limit, 0.95);
      bars.atLeast("sum / inference alone", sum / alone.fps(), 0.8);
      bars.atLeast("least stream / mean", least * count / sum, 0.9);
      bars.atMost("greatest stream / mean", most * count / sum, 1.1);
      bars.atMost("age at inference p99, ms", ageMillis, 2000.0 * count / sum);
    } else {
      double[] paces =
          window.after().stream().mapToDouble(stream -> ages.rate(stream.id())).toArray();
      double slowest = DoubleStream.of(paces).min().orElse(0);
      double fastest = DoubleStream.of(paces).max().orElse(0);
      double due = Math.floor(window.seconds() * fps);
      bars.atLeast("least stream / its rate, first to last result", slowest / fps, 0.98);
      bars.atMost("greatest stream / its rate, first to last result", fastest / fps, 1.02);
      bars.atMost("results that any stream is short of", due - least * window.seconds(), 1);
      bars.atMost("drops of another cause than rate", otherDrops(window), 0);
    }
    ProcessFootprint.holdFlat(window.footprints(), bars);
  }

  private static long otherDrops(Window window) {
    return Stream.of(DropCause.values())
        .filter(cause -> cause != DropCause.RATE)
        .mapToLong(window::drops)
        .sum();
  }

  /** Inferences a second that decoding and preparing leave room for. */
  private double limit(Window window, InferenceAlone alone) {
    Map<String, Long> stages =
        window.threadsAfter().since(window.threadsBefore(), ManyStreams::stage);
    double seconds = window.seconds();
    double process = (window.threadsAfter().ofProcess() - window.threadsBefore().ofProcess()) / 1e9;
    long named = stages.values().stream().mapToLong(Long::longValue).sum();
    long inferred = LongStream.range(0, count).map(i -> window.inferred((int) i)).sum();
    stages.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(stage -> cpu(stage.getKey(), stage.getValue() / 1e9, seconds, inferred));
    cpu("threads that have ended", process - named / 1e9, seconds, inferred);
    cpu("all", process, seconds, inferred);
    double machine = (window.machineAfter().busy() - window.machineBefore().busy()) / 1e9;
    double stolen = (window.machineAfter().stolen() - window.machineBefore().stolen()) / 1e9;
    double apart = window.apartNanos() / 1e9;
    if (isolated) {
      cpu("decoders' processes", apart, seconds, inferred);
    }
    double others = Math.max(0, machine - process - apart) + stolen;
    cpu("other processes", others - stolen, seconds, inferred);
    cpu("stolen by the hypervisor", stolen, seconds, inferred);
    double preparing = ages.preparation().p50Nanos() / 1e9 * inferred;
    cpu("preparing, by its median", preparing, seconds, inferred);
    double decoding = stages.getOrDefault(DECODING, 0L) / 1e9 + apart;
    double cores = Runtime.getRuntime().availableProcessors() - others / seconds;
    double limit = (cores - (decoding + preparing) / seconds) / (alone.cpuMillis() / 1000);
    RequirementTable.fact("limit", "%.1f fps", limit);
    return limit;
  }

  private static void cpu(String what, double used, double seconds, long frames) {
    RequirementTable.fact(
        "CPU: " + what, "%.3f cores, %.2f ms a result", used / seconds, used * 1000 / frames);
  }

  /** The stage that a thread works for, by its name as Linux has it. */
  private static String stage(String thread) {
    if (thread.startsWith("decoder-")) {
      return DECODING;
    }
    return switch (thread.replaceAll("[-# ]*\\d+$", "")) {
      case "sluice-models" -> INFERENCE; // OpenVINO's threads, named after the one that made them
      case "sluice-sluice.s" -> "prepare, read outputs, hand on";
      case "openvino-comple" -> "completion";
      case "C1 CompilerThre", "C2 CompilerThre" -> "compiling Java";
      case "VM Thread", "VM Periodic Tas", "Monitor Deflati", "Service Thread" -> "JVM";
      default -> "everything else";
    };
  }

  /** At any time, frames are either done, dropped or in one of few places. */
  private void inFlight(List<StreamStatus> streams) {
    long most = streams.stream().mapToLong(ManyStreams::open).max().orElse(0);
    long least = streams.stream().mapToLong(ManyStreams::open).min().orElse(0);
    int places = Runtime.getRuntime().availableProcessors() + ModelConfig.DEFAULT_PREFETCH;
    bars.atLeast("frames of a stream in flight", least, 0);
    bars.atMost("frames of a stream in flight", most, (double) places + LEAST_IN_FLIGHT);
  }

  private static long open(StreamStatus stream) {
    return stream.counts().framesIn()
        - stream.counts().framesInferred()
        - stream.counts().drops().values().stream().mapToLong(Long::longValue).sum();
  }

  private static double unexplained(List<StreamStatus> rested) {
    return rested.stream().mapToLong(stream -> Math.abs(open(stream))).sum();
  }
}
