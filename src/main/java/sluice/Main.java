package sluice;

import sluice.cli.Host;
import sluice.cli.Services;
import sluice.cli.SluiceCommand;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** The command {@code sluice}. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(SluiceCommand.execute(services(), Host.ofProcess(), args));
  }

  /** What the commands call, made when they are called: parsing and help load none of it. */
  private static Services services() {
    return new Services(
        () -> {
          throw new SluiceException(ErrorCode.INTERNAL, "detect: this build has no pipeline");
        },
        () -> {
          throw new SluiceException(ErrorCode.INTERNAL, "devices: this build has no OpenVINO");
        });
  }
}
