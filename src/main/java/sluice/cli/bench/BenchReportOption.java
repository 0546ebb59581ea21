package sluice.cli.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.bench.BenchResult;
import sluice.bench.report.BenchReport;
import sluice.cli.terminal.OptionParsers;
import sluice.cli.terminal.ProcessHost;

/** Option for an HTML report with charts. */
final class BenchReportOption {
  private static final String FLAG = "--report";

  @Option(
      names = FLAG,
      paramLabel = "DIR",
      description =
          "Write a page with tables and charts of the modes, DIR/index.html, and the charts as PNG"
              + " beside it; the folder is made.")
  @Nullable String folder;

  /**
   * Refuses what can't be written, before minutes are spent.
   *
   * @param ofModes whether modes are measured, of which alone there is a report
   * @param force whether an earlier report may be replaced
   * @throws sluice.core.SluiceException of code USAGE or OUTPUT
   */
  void check(boolean ofModes, boolean force) {
    if (folder == null) {
      return;
    }
    Path path = path(folder);
    if (!ofModes) {
      throw OptionParsers.refused(
          FLAG,
          folder,
          "modes to report on: no --streams, --max-streams, --cameras or --first-inference");
    }
    BenchReport.check(path, force);
  }

  /**
   * Writes the report where one was asked for and something was measured, and says where it is.
   *
   * @throws sluice.core.SluiceException of code OUTPUT
   */
  void write(BenchResult result, boolean force, ProcessHost host) {
    if (folder == null || result.modes().isEmpty()) {
      return;
    }
    BenchReport.Written written = BenchReport.write(result, path(folder), force);
    host.err().println("sluice: wrote " + written.page());
    written.missing().ifPresent(why -> host.err().println("sluice: without charts: " + why));
  }

  private static Path path(String value) {
    return OptionParsers.path(FLAG, value);
  }
}
