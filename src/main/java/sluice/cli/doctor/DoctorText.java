package sluice.cli.doctor;

import java.util.Locale;
import sluice.app.doctor.DoctorReport;
import sluice.app.doctor.Finding;

/** Findings as lines of text. */
final class DoctorText {
  private DoctorText() {}

  /** {@code LEVEL CHECK: FOUND; ADVICE}, ended by a line feed. */
  static String line(DoctorReport.Entry entry) {
    Finding finding = entry.finding();
    String advice = finding.advice().isEmpty() ? "" : "; " + finding.advice();
    return String.format(
        Locale.ROOT,
        "%-7s  %s: %s%s\n",
        word(finding.level()),
        entry.check(),
        finding.found(),
        advice);
  }

  /** The level as it is shown, in text and in JSON. */
  static String word(Finding.Level level) {
    return switch (level) {
      case OK -> "ok";
      case WARNING -> "warning";
      case PROBLEM -> "problem";
    };
  }
}
