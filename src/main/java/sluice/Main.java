package sluice;

import sluice.app.BenchRun;
import sluice.app.Configuration;
import sluice.app.DesktopBrowser;
import sluice.app.DetectRun;
import sluice.app.InstalledModels;
import sluice.app.OpenVinoDeviceInspector;
import sluice.app.ServiceRun;
import sluice.app.SourceProber;
import sluice.app.TuneRun;
import sluice.cli.ProcessHost;
import sluice.cli.Services;
import sluice.cli.SluiceCommand;

/** The command {@code sluice}. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(SluiceCommand.execute(services(), ProcessHost.ofProcess(), args));
  }

  /**
   * What the commands call, made when they are called: parsing and help load none of it. Lambdas
   * rather than references to constructors, which load their class where they are written down.
   */
  private static Services services() {
    return new Services(
        () -> new DetectRun(),
        () -> new OpenVinoDeviceInspector(),
        () -> new InstalledModels(),
        () -> Configuration.reader(),
        () -> new ServiceRun(),
        () -> SourceProber.unbound(),
        () -> DesktopBrowser.ofUser(),
        () -> new BenchRun(),
        () -> new TuneRun());
  }
}
