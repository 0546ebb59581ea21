package sluice.app.doctor;

import java.util.List;

/**
 * What all checks found, in their order.
 *
 * @param entries one or more for each check
 */
public record DoctorReport(List<Entry> entries) {

  /** Keeps its own copy of the list. */
  public DoctorReport {
    entries = List.copyOf(entries);
  }

  /**
   * A finding with the check that made it.
   *
   * @param check its name
   * @param finding in one line each, without secrets
   */
  public record Entry(String check, Finding finding) {}

  /** How many findings are of a level. */
  public long count(Finding.Level level) {
    return entries.stream().filter(entry -> entry.finding().level() == level).count();
  }
}
