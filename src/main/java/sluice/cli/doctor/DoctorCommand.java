package sluice.cli.doctor;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import sluice.app.doctor.Doctor;
import sluice.app.doctor.DoctorReport;
import sluice.app.doctor.Finding;
import sluice.cli.options.Services;
import sluice.cli.terminal.ProcessHost;
import sluice.core.ErrorCode;

/** {@code sluice doctor}: whether this machine has what Sluice needs, and what to do if not. */
@Command(
    name = "doctor",
    description = {
      "Say what this machine has and lacks for running Sluice: a line for each thing that was"
          + " looked at, with ok, warning or problem, what was found and what to do.",
      "Nothing is changed, and nothing stays: a process that decodes is started and ended at once."
          + " A check that hangs is given up after 5 s, that of the process after 65 s."
    },
    sortOptions = false,
    customSynopsis = "sluice doctor [OPTIONS]",
    footer = {
      "%nExamples:",
      "  sluice doctor                       this machine, the usual configuration",
      "  sluice doctor -c /etc/sluice.conf   with the folders and ports of that one",
      "  sluice doctor | grep -v ^ok         only what there is to do",
      "  sluice doctor --json                for programs",
      "The exit code is 0 unless there is a problem; warnings don't count."
    })
public final class DoctorCommand implements Callable<Integer> {
  private final Services services;
  private final ProcessHost host;

  @Mixin DoctorOptions look = new DoctorOptions();

  /** What the help text calls the mixin above. */
  public static Map<String, String> headings() {
    return Map.of("look", "What is looked at, and how it is shown");
  }

  public DoctorCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    Doctor doctor = services.doctor().get();
    DoctorReport report = doctor.examine(look.file(), this::show);
    if (look.json) {
      host.out().print(DoctorJson.of(report));
    }
    return report.count(Finding.Level.PROBLEM) == 0 ? 0 : ErrorCode.ENVIRONMENT.exitCode();
  }

  /** At once: checks may take their time. */
  private void show(DoctorReport.Entry entry) {
    if (!look.json) {
      host.out().print(DoctorText.line(entry));
      host.out().flush();
    }
  }
}
