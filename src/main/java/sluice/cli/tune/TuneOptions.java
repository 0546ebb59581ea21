package sluice.cli.tune;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.cli.terminal.OptionParsers;
import sluice.tune.Objective;

/** Options of a parameter search: its objective, and for how long. */
final class TuneOptions {
  private static final Pattern DURATION = Pattern.compile("([0-9.]+)(ms|s)");
  private static final double MILLIS_PER_SECOND = 1000;
  private static final String DEFAULT_SECONDS = "180";
  private static final String DEFAULT_AGREEMENT = "0.95";

  @Option(
      names = "--max-latency",
      paramLabel = "DURATION",
      description =
          "As many frames a second as can be, of which nine in ten take no longer, from the frame"
              + " that is taken in to its result: 50ms, 1s.")
  @Nullable String maxLatency;

  @Option(
      names = "--min-fps",
      paramLabel = "FPS",
      description = "Each result as soon as can be, at no fewer frames a second.")
  @Nullable String minFps;

  @Option(
      names = "--time",
      paramLabel = "SECONDS",
      defaultValue = DEFAULT_SECONDS,
      description = "How long the search may take (default: ${DEFAULT-VALUE}).")
  String time = DEFAULT_SECONDS;

  @Option(
      names = "--agreement",
      paramLabel = "SHARE",
      defaultValue = DEFAULT_AGREEMENT,
      description =
          "How far the objects found have to agree with those of the most exact computation, f32,"
              + " 0 to 1 (default: ${DEFAULT-VALUE}).")
  String agreement = DEFAULT_AGREEMENT;

  /** What is wanted; throws what {@link OptionParsers} throws. */
  Objective goal() {
    if (maxLatency != null && minFps != null) {
      throw OptionParsers.refused("--min-fps", minFps, "no --max-latency beside it");
    }
    if (minFps != null) {
      return Objective.latency(OptionalDouble.of(OptionParsers.positive("--min-fps", minFps)));
    }
    return Objective.throughput(
        maxLatency == null ? OptionalDouble.empty() : OptionalDouble.of(millis(maxLatency)));
  }

  private static double millis(String value) {
    Matcher matcher = DURATION.matcher(value);
    if (matcher.matches()) {
      double number = OptionParsers.positive("--max-latency", matcher.group(1));
      return matcher.group(2).equals("s") ? number * MILLIS_PER_SECOND : number;
    }
    throw OptionParsers.refused(
        "--max-latency", value, "a duration with its unit, like 50ms or 1s");
  }

  Duration time() {
    return OptionParsers.seconds("--time", time);
  }

  double agreement() {
    return OptionParsers.share("--agreement", agreement);
  }
}
