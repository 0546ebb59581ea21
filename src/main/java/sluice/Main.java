package sluice;

import sluice.app.Configuration;
import sluice.app.bench.BenchRun;
import sluice.app.detect.DetectRun;
import sluice.app.devices.OpenVinoDeviceInspector;
import sluice.app.library.InstalledModels;
import sluice.app.page.DesktopBrowser;
import sluice.app.service.ServiceRun;
import sluice.app.service.SourceProber;
import sluice.app.tune.TuneRun;
import sluice.cli.SluiceCommand;
import sluice.cli.options.Services;
import sluice.cli.terminal.ProcessHost;

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
        caFile -> SourceProber.unbound(caFile),
        () -> DesktopBrowser.ofUser(),
        () -> new BenchRun(),
        () -> new TuneRun());
  }
}
