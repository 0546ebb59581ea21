package sluice.app.tune;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sluice.app.StreamSystem;
import sluice.app.bench.BenchInput;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource;
import sluice.core.SluiceException;
import sluice.core.scene.SceneSettings;
import sluice.core.util.Median;
import sluice.testing.LatencyHintStart;
import sluice.tune.Candidate;
import sluice.tune.ComparisonResult;
import sluice.tune.Objective;
import sluice.tune.Parameter;
import sluice.tune.RejectedCandidate;
import sluice.tune.Sample;
import sluice.tune.Trial;

/**
 * Comparison of {@code sluice tune} with a full sweep: {@code MODEL VIDEO [TUNE_SECONDS
 * [SECONDS_EACH]]}. Tunes from the latency hint and one request; measures every combination of a
 * grid, and the best of them again; then both winners in turn, five rounds. Ends with exit code 1
 * where the median ratio is below the bar. How to start it: {@code src/docs/tune.md}.
 */
public final class TuneSweep {
  private static final double BAR = 0.95;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(6);
  private static final int FINALISTS = 6;
  private static final int FINAL_ROUNDS = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final TuneSettings settings;
  private final Duration each;

  private TuneSweep(String[] args) {
    Path model = Path.of(args[0]).toAbsolutePath();
    Duration time = Duration.ofSeconds(args.length > 2 ? Long.parseLong(args[2]) : 180);
    double seconds = args.length > 3 ? Double.parseDouble(args[3]) : 2;
    each = Duration.ofMillis((long) (seconds * 1000));
    ConfiguredModel start = LatencyHintStart.of(new ModelSource.File(model));
    settings =
        new TuneSettings(
            args[1],
            model.toString(),
            start,
            SceneSettings.NONE,
            List.of(),
            Map.of(),
            Objective.throughput(OptionalDouble.empty()),
            time,
            0.95);
  }

  /** Ends with exit code 1 where the bar is missed. */
  public static void main(String[] args) {
    System.exit(new TuneSweep(args).run() >= BAR ? 0 : 1);
  }

  private double run() {
    TuneReport report = new TuneRun().run(settings, new Said());
    Candidate tuned = report.outcome().best();
    System.out.printf(
        Locale.ROOT,
        "tuned in %s, %d tried: %s%n%s",
        report.outcome().time(),
        report.outcome().tried(),
        tuned.words(),
        report.block());
    BenchInput input = BenchInput.open(settings.input(), (frames, all) -> {}, () -> false);
    try (StreamSystem streams = StreamSystem.start()) {
      DeviceTrials trials = new DeviceTrials(new TuneParameters(settings), input, streams);
      Candidate swept = sweep(trials);
      System.out.println("swept: " + swept.words());
      return compare(trials, tuned, swept);
    }
  }

  /**
   * All combinations that a processor of so many threads can be thought to want. With streams named
   * the hint changes nothing on a CPU.
   */
  private static List<Candidate> grid(int threads) {
    Candidate open =
        Candidate.open().with(Parameter.HINT, "throughput").with(Parameter.PREFETCH, 2);
    List<Candidate> grid = new ArrayList<>(List.of(open, open.with(Parameter.HINT, "latency")));
    IntStream.rangeClosed(1, threads)
        .mapToObj(count -> open.with(Parameter.STREAMS, count))
        .flatMap(some -> requests(threads).map(count -> some.with(Parameter.REQUESTS, count)))
        .flatMap(some -> Stream.of("yes", "no").map(pin -> some.with(Parameter.PINNING, pin)))
        .flatMap(some -> Stream.of(0, 2, 4).map(wait -> some.with(Parameter.PREFETCH, wait)))
        .flatMap(
            some ->
                Stream.of(Candidate.OPEN, "f32").map(type -> some.with(Parameter.PRECISION, type)))
        .forEach(grid::add);
    return grid;
  }

  private static Stream<String> requests(int threads) {
    return IntStream.of(1, 2, threads, threads + 1, threads + 2, 2 * threads)
        .distinct()
        .mapToObj(Integer::toString);
  }

  private record Seen(Candidate candidate, double fps) {}

  private Candidate sweep(DeviceTrials trials) {
    List<Candidate> grid = grid(Runtime.getRuntime().availableProcessors());
    Set<Candidate> known = new HashSet<>();
    List<Seen> seen = new ArrayList<>();
    for (Candidate candidate : grid) {
      try (Trial trial = trials.open(candidate)) {
        if (known.add(trial.settled())) {
          seen.add(new Seen(candidate, trial.measure(each).fps()));
          System.out.printf(
              Locale.ROOT, "%7.1f fps  %s%n", seen.getLast().fps(), candidate.words());
        }
      } catch (SluiceException refused) {
        System.out.println("refused: " + candidate.words());
      }
    }
    System.out.printf("%d of %d combinations differ%n", seen.size(), grid.size());
    List<Candidate> finalists =
        seen.stream()
            .sorted(Comparator.comparingDouble(Seen::fps).reversed())
            .limit(FINALISTS)
            .map(Seen::candidate)
            .toList();
    return best(trials, finalists);
  }

  /** Measured again in turn: the best of many short measurements is mostly the luckiest. */
  private static Candidate best(DeviceTrials trials, List<Candidate> finalists) {
    double[][] fps = new double[finalists.size()][FINAL_ROUNDS];
    for (int round = 0; round < FINAL_ROUNDS; round++) {
      for (int i = 0; i < finalists.size(); i++) {
        try (Trial trial = trials.open(finalists.get(i))) {
          fps[i][round] = trial.measure(ROUND).fps();
        }
      }
    }
    int best =
        IntStream.range(0, finalists.size())
            .boxed()
            .max(Comparator.comparingDouble(i -> Median.of(fps[i])))
            .orElseThrow();
    return finalists.get(best);
  }

  private static double compare(DeviceTrials trials, Candidate tuned, Candidate swept) {
    double[] ratios = new double[ROUNDS];
    try (Trial one = trials.open(tuned);
        Trial other = trials.open(swept)) {
      one.measure(WARM_UP);
      other.measure(WARM_UP);
      for (int round = 0; round < ROUNDS; round++) {
        boolean first = round % 2 == 0;
        double before = (first ? one : other).measure(ROUND).fps();
        double after = (first ? other : one).measure(ROUND).fps();
        double ofTuned = first ? before : after;
        double ofSwept = first ? after : before;
        ratios[round] = ofTuned / ofSwept;
        System.out.printf(
            Locale.ROOT,
            "round %d: tuned %.1f fps, swept %.1f fps, ratio %.3f%n",
            round + 1,
            ofTuned,
            ofSwept,
            ratios[round]);
      }
    }
    double median = Median.of(ratios);
    System.out.printf(
        Locale.ROOT,
        "tuned / swept, median of %d rounds: %.3f (bar %.2f) %s%n",
        ROUNDS,
        median,
        BAR,
        median >= BAR ? "held" : "MISSED");
    return median;
  }

  private static final class Said implements TuneProgress {
    @Override
    public void drawing(int frames, int all) {}

    @Override
    public void phase(String words) {
      System.out.println(words);
    }

    @Override
    public void tried(Candidate candidate, ComparisonResult verdict) {
      System.out.printf(
          Locale.ROOT, "  %.3f (%d): %s%n", verdict.ratio(), verdict.pairs(), candidate.words());
    }

    @Override
    public void refused(RejectedCandidate refusal) {
      System.out.println("  refused: " + refusal.candidate().words() + ": " + refusal.reason());
    }

    @Override
    public void best(Candidate candidate, Sample sample) {
      System.out.printf(Locale.ROOT, "best: %.1f fps: %s%n", sample.fps(), candidate.words());
    }
  }
}
