package sluice.cli.service;

import java.util.List;
import sluice.cli.terminal.ProcessHost;
import sluice.config.binding.Problem;
import sluice.core.ErrorCode;

/** Printer of configuration problems. */
final class ConfigProblems {
  private ConfigProblems() {}

  /**
   * One line each, on standard error.
   *
   * @return the exit code
   */
  static int report(ProcessHost host, List<Problem> problems) {
    problems.forEach(problem -> host.err().print(problem.text() + "\n"));
    return ErrorCode.USAGE.exitCode();
  }
}
