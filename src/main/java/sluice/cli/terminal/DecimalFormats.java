package sluice.cli.terminal;

import java.util.Locale;

/** Formatter of decimal numbers, the same in every locale. */
public final class DecimalFormats {
  private DecimalFormats() {}

  /** With one decimal: {@code 101.3}. */
  public static String one(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  /** With two decimals: {@code 0.31}. */
  public static String two(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
