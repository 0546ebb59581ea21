package sluice.cli.doctor;

import java.util.List;
import sluice.app.doctor.DoctorReport;
import sluice.app.doctor.Finding;
import sluice.json.JsonField;
import sluice.json.JsonText;
import sluice.json.Naming;

/**
 * A report as one JSON object: how many {@code problems} and {@code warnings} there are, and the
 * {@code findings[]} in their order. Advice that there is none of is left out.
 */
final class DoctorJson {
  private DoctorJson() {}

  /** The object, indented, ended by a line feed. */
  static String of(DoctorReport report) {
    return JsonText.indented(
        new Report(
            report.count(Finding.Level.PROBLEM),
            report.count(Finding.Level.WARNING),
            report.entries().stream().map(Row::of).toList()),
        Naming.SNAKE);
  }

  private record Report(long problems, long warnings, List<Row> findings) {}

  private record Row(
      String check, String level, String found, @JsonField(omitEmpty = true) String advice) {

    static Row of(DoctorReport.Entry entry) {
      Finding finding = entry.finding();
      return new Row(
          entry.check(), DoctorText.word(finding.level()), finding.found(), finding.advice());
    }
  }
}
