package sluice.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import sluice.app.Configuration;
import sluice.app.devices.DeviceReport;
import sluice.app.doctor.Doctor;
import sluice.app.doctor.MachineDoctor;
import sluice.app.service.SourceProber;
import sluice.app.sink.ConfiguredSinkTester;
import sluice.app.sink.SinkTester;
import sluice.cli.options.Services;
import sluice.cli.terminal.CheckedPrinter;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.Signals;

/**
 * Test harness that runs the command line inside the test, on a fake job and with streams that can
 * be read.
 */
public final class Cli {
  public final FakeJob job = new FakeJob();
  public final FakeBench bench = new FakeBench();
  public final FakeTune tune = new FakeTune();
  public final FakeService service = new FakeService();
  public DeviceReport devices = new DeviceReport("2026.4.1", List.of(), List.of());
  public final FakeModels models = new FakeModels();
  public SinkTester sinks = new ConfiguredSinkTester();
  public Doctor doctor = new MachineDoctor();
  public final Map<String, String> environment = new HashMap<>();
  public final List<URI> opened = new CopyOnWriteArrayList<>();
  boolean opens = true;
  public boolean debug;
  public boolean terminal;
  private @Nullable Signals signals;

  /** What a run of the command left behind. */
  public record Result(int exitCode, String out, String err) {}

  /** {@code sluice ARGUMENTS}. */
  public Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ProcessHost host =
        new ProcessHost(
            new CheckedPrinter(out, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal,
            debug,
            actions -> signals = Signals.none(actions));
    Services services =
        new Services(
            () -> job,
            () -> model -> devices,
            () -> models,
            Configuration::reader,
            () -> service,
            SourceProber::unbound,
            () -> page -> opened.add(page) && opens,
            () -> bench,
            () -> tune,
            () -> (sinks, hosts) -> this.sinks.test(sinks, hosts),
            () -> doctor,
            () -> environment);
    int code = SluiceCommand.execute(services, host, arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** {@code sluice ARGUMENTS}, where blanks part the arguments. */
  public Result runLine(String arguments) {
    return run(arguments.strip().split(" +"));
  }

  /** The parser alone, for its model. */
  public static CommandLine parser() {
    PrintStream nowhere =
        new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Supplier<AssertionError> unused = () -> new AssertionError("nothing runs here");
    return SluiceCommand.commandLine(
        new Services(
            () -> {
              throw unused.get();
            },
            () -> {
              throw unused.get();
            },
            () -> {
              throw unused.get();
            },
            () -> {
              throw unused.get();
            },
            () -> {
              throw unused.get();
            },
            _ -> {
              throw unused.get();
            },
            () -> {
              throw unused.get();
            },
            () -> {
              throw unused.get();
            },
            () -> {
              throw unused.get();
            },
            () -> {
              throw unused.get();
            },
            () -> {
              throw unused.get();
            },
            () -> {
              throw unused.get();
            }),
        new ProcessHost(
            new CheckedPrinter(nowhere, StandardCharsets.UTF_8),
            nowhere,
            false,
            false,
            Signals::none));
  }

  /** The signal comes while the job runs. */
  public void signalWhileRunning(int number) {
    job.whileRunning = () -> raise(number);
  }

  /** The signal comes while something is measured. */
  public void signalWhileMeasuring(int number) {
    bench.whileRunning = () -> raise(number);
    tune.whileRunning = () -> raise(number);
  }

  /** The signal comes while the service runs. */
  public void signalWhileServing(int number) {
    service.whileRunning = () -> raise(number);
  }

  private void raise(int number) {
    if (signals == null) {
      throw new AssertionError("no handlers while it runs");
    }
    signals.raise(number);
  }
}
