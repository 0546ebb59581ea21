package sluice.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.bench.BenchMode;
import sluice.cli.terminal.OptionParsers;

/** Options of benchmarks: what is measured, and for how long. */
final class BenchOptions {
  private static final int MOST_REPEATS = 1000;
  private static final int MOST_INTERVALS = 1000;
  private static final int MOST_STREAMS = 256;
  private static final String MAX = "max";
  private static final String FPS_LIMIT = "--fps-limit";
  private static final Duration DURATION = Duration.ofSeconds(5);
  private static final Duration TRIAL = Duration.ofSeconds(10);
  private static final int REPEATS = 3;
  private static final Duration PIECE = Duration.ofSeconds(1);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Map<String, BenchMode> MODES =
      Arrays.stream(BenchMode.values())
          .collect(Collectors.toMap(BenchMode::wireName, Function.identity()));

  private static final Map<String, String> LOG_LEVELS =
      List.of("none", "error", "warning", "info", "debug", "trace").stream()
          .collect(
              Collectors.toMap(
                  Function.identity(), word -> "LOG_" + word.toUpperCase(Locale.ROOT)));

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      split = ",",
      description =
          "Ways to measure, with commas: sync, async, queue, stream, infer-only (default: all).")
  List<String> modes = new ArrayList<>();

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description =
          "How long each mode is measured in each repeat, or a number of streams (default: 5; in"
              + " the search for the most streams, and of --cameras, 10).")
  @Nullable String duration;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "How often each mode is measured, in turn (default: 3; with --intervals, and with"
              + " --cameras but where variants of a given number are compared, 1).")
  @Nullable String repeats;

  @Option(
      names = "--intervals",
      paramLabel = "N",
      description = "Measure N intervals of each mode, and show rate and latency of each.")
  @Nullable String intervals;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      description = "Length of such an interval (default: 10).")
  @Nullable String interval;

  @Option(
      names = "--streams",
      paramLabel = "N",
      description =
          "Instead of the modes: N copies of the input as streams that share the model, each as"
              + " fast as it can.")
  @Nullable String streams;

  @Option(
      names = "--max-streams",
      description =
          "Instead of the modes: find how many streams keep --fps-limit, by trying; frames that"
              + " come too fast are dropped, as from cameras.")
  boolean mostStreams;

  @Option(
      names = "--cameras",
      paramLabel = "N|max",
      arity = "0..1",
      fallbackValue = MAX,
      description =
          "Instead of the modes: N copies of a recording as live cameras of the whole service, or"
              + " how many of them keep their rate (max, which may be left out).")
  @Nullable String cameras;

  @Option(
      names = {FPS_LIMIT, "--detect-fps"},
      paramLabel = "FPS",
      description =
          "With --max-streams: frames a second that each stream plays at. With --cameras: results a"
              + " second that each camera is to have (default: those of the stream of --config,"
              + " else the recording's rate).")
  @Nullable String fpsLimit;

  @Option(
      names = "--first-inference",
      description =
          "Instead of the modes: how long reading, compiling and the first inference take, on each"
              + " device and AUTO, without and with the cache of compiled models.")
  boolean firstInference;

  @Option(
      names = "--auto-log-level",
      paramLabel = "LEVEL",
      description =
          "What the device AUTO logs: none, error, warning, info, debug, trace (default: nothing"
              + " is set).")
  @Nullable String autoLogLevel;

  /** What is to be done. */
  enum Task {
    /** Modes beside each other. */
    MODES,
    /** A number of streams. */
    STREAMS,
    /** The greatest number of streams. */
    MOST_STREAMS,
    /** Live cameras of the service. */
    CAMERAS,
    /** First inferences. */
    FIRST_INFERENCE
  }

  /** What is to be done; throws what {@link OptionParsers} throws where flags don't go together. */
  Task task() {
    if (mostStreams && fpsLimit == null) {
      throw OptionParsers.refused("--max-streams", "alone", "--fps-limit FPS with it");
    }
    if (!mostStreams && cameras == null && fpsLimit != null) {
      throw OptionParsers.refused(FPS_LIMIT, fpsLimit, "--max-streams or --cameras with it");
    }
    if (intervals == null && interval != null) {
      throw OptionParsers.refused("--interval", interval, "--intervals N with it");
    }
    if (intervals != null && duration != null) {
      throw OptionParsers.refused("--duration", duration, "no --intervals beside it");
    }
    List<Task> asked = new ArrayList<>();
    if (streams != null) {
      asked.add(Task.STREAMS);
    }
    if (mostStreams) {
      asked.add(Task.MOST_STREAMS);
    }
    if (cameras != null) {
      asked.add(Task.CAMERAS);
    }
    if (firstInference) {
      asked.add(Task.FIRST_INFERENCE);
    }
    boolean repeatsModes = repeats != null && cameras == null;
    boolean modesToo = !modes.isEmpty() || repeatsModes || intervals != null;
    if (asked.size() > 1 || (!asked.isEmpty() && modesToo)) {
      throw OptionParsers.refused(
          "--streams, --max-streams, --cameras, --first-inference",
          "not alone",
          "one of them, and none beside --mode, --intervals or, but for --cameras, --repeat");
    }
    return asked.isEmpty() ? Task.MODES : asked.getFirst();
  }

  /** The ways, in the order in which they were given. */
  List<BenchMode> modes() {
    if (modes.isEmpty()) {
      return List.of(BenchMode.values());
    }
    List<BenchMode> result = new ArrayList<>();
    for (String word : modes) {
      BenchMode mode = OptionParsers.word("--mode", word.strip(), MODES, words());
      if (result.contains(mode)) {
        throw OptionParsers.refused("--mode", word + " given twice", "each mode once");
      }
      result.add(mode);
    }
    return result;
  }

  private static String words() {
    return Arrays.stream(BenchMode.values())
        .map(BenchMode::wireName)
        .collect(Collectors.joining(", "));
  }

  /** How long each measurement lasts. */
  Duration duration() {
    if (intervals != null) {
      return interval().multipliedBy(intervals().orElse(1));
    }
    Duration usual = mostStreams || cameras != null ? TRIAL : DURATION;
    return duration == null ? usual : OptionParsers.seconds("--duration", duration);
  }

  /** How long its pieces are. */
  Duration interval() {
    if (intervals == null) {
      return PIECE;
    }
    return interval == null ? INTERVAL : OptionParsers.seconds("--interval", interval);
  }

  /** How many pieces are to be shown; absent where none are. */
  OptionalInt intervals() {
    return intervals == null
        ? OptionalInt.empty()
        : OptionalInt.of(OptionParsers.intBetween("--intervals", intervals, 1, MOST_INTERVALS));
  }

  /**
   * How often each mode is measured.
   *
   * @param compares whether variants of cameras are compared
   */
  int repeats(boolean compares) {
    if (repeats == null && cameras != null) {
      return compares && cameras().isPresent() ? REPEATS : 1;
    }
    if (repeats == null) {
      return intervals == null ? REPEATS : 1;
    }
    return OptionParsers.intBetween("--repeat", repeats, 1, MOST_REPEATS);
  }

  /** The number of streams; only where that is the task. */
  int streams() {
    return OptionParsers.intBetween("--streams", streams == null ? "" : streams, 1, MOST_STREAMS);
  }

  /** The number of cameras, where that is the task; absent where the greatest is looked for. */
  OptionalInt cameras() {
    if (cameras == null || cameras.equals(MAX)) {
      return OptionalInt.empty();
    }
    if (!cameras.matches("\\d+")) {
      throw OptionParsers.refused(
          "--cameras", cameras, "a number, or max; the recording is named before it");
    }
    return OptionalInt.of(OptionParsers.intBetween("--cameras", cameras, 1, MOST_STREAMS));
  }

  /** Results a second of each camera, where they were given. */
  OptionalDouble detectFps() {
    return fpsLimit == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(OptionParsers.positive(FPS_LIMIT, fpsLimit));
  }

  /** The rate of each stream; only where that is part of the task. */
  double fpsLimit() {
    return OptionParsers.positive(FPS_LIMIT, fpsLimit == null ? "" : fpsLimit);
  }

  /** The level as OpenVINO names it. */
  Optional<String> autoLogLevel() {
    return Optional.ofNullable(autoLogLevel)
        .map(
            word ->
                OptionParsers.word(
                    "--auto-log-level",
                    word,
                    LOG_LEVELS,
                    "none, error, warning, info, debug or trace"));
  }
}
