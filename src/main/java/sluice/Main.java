package sluice;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code sluice}. */
@Command(name = "sluice", description = "Video analytics with OpenVINO.", mixinStandardHelpOptions = true)
public final class Main {

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
