package sluice.testing;

import java.util.Locale;

/** Table of requirements and measurements, printed line by line. */
public final class RequirementTable {
  private boolean missed;

  /** Something to know that nothing is asked of. */
  public static void fact(String what, String format, Object... values) {
    line("", what, String.format(Locale.ROOT, format, values), "");
  }

  public void atLeast(String what, double value, double bar) {
    verdict(what, value >= bar, value, ">= " + number(bar));
  }

  public void atMost(String what, double value, double bar) {
    verdict(what, value <= bar, value, "<= " + number(bar));
  }

  private void verdict(String what, boolean holds, double value, String bar) {
    missed |= !holds;
    line(holds ? "holds" : "MISSED", what, number(value), bar);
  }

  /** Whether anything was not as asked. */
  public boolean missed() {
    return missed;
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3f", value);
  }

  private static void line(String verdict, String what, String value, String bar) {
    System.out.println(
        String.format(Locale.ROOT, "%-6s  %-58s  %s  %s", verdict, what, value, bar)
            .stripTrailing());
  }
}
