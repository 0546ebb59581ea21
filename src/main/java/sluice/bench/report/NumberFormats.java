package sluice.bench.report;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import sluice.bench.Measurement;
import sluice.bench.ModeSummary;
import sluice.core.util.Median;

/** Numbers of a mode, over its repeats, and as text: the same in every locale. */
final class NumberFormats {
  static final String UNKNOWN = "–";

  private NumberFormats() {}

  /** The median of the repeats. */
  static double median(ModeSummary mode, ToDoubleFunction<Measurement> number) {
    return Median.of(mode.measurements().stream().mapToDouble(number));
  }

  static String one(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  static String two(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  static String two(OptionalDouble number) {
    return number.isPresent() ? two(number.getAsDouble()) : UNKNOWN;
  }
}
