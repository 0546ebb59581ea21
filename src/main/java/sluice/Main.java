package sluice;

import sluice.app.Configuration;
import sluice.app.bench.BenchRun;
import sluice.app.detect.DetectRun;
import sluice.app.devices.OpenVinoDeviceInspector;
import sluice.app.doctor.MachineDoctor;
import sluice.app.library.InstalledModels;
import sluice.app.page.DesktopBrowser;
import sluice.app.service.ServiceRun;
import sluice.app.service.SourceProber;
import sluice.app.sink.ConfiguredSinkTester;
import sluice.app.tune.TuneRun;
import sluice.cli.SluiceCommand;
import sluice.cli.options.Services;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.Signals;

/** The command {@code sluice}. */
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    ProcessHost host =
        isService(args) ? ProcessHost.ofProcess(Signals.hold()) : ProcessHost.ofProcess();
    System.exit(SluiceCommand.execute(services(), host, args));
  }

  /**
   * Whether the command is {@code run}, by its first word, as the launcher decides it: before
   * anything is parsed, for a signal may come at any moment.
   */
  private static boolean isService(String[] args) {
    for (String word : args) {
      if (!word.startsWith("-")) {
        return word.equals("run");
      }
    }
    return false;
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
        () -> new TuneRun(),
        () -> new ConfiguredSinkTester(),
        () -> new MachineDoctor(),
        () -> System.getenv());
  }
}
