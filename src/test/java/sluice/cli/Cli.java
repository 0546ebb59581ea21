package sluice.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import sluice.app.Configuration;
import sluice.app.DeviceReport;
import sluice.app.SourceProber;

/** Runs the command line inside the test, on a fake job and with streams that can be read. */
final class Cli {
  final FakeJob job = new FakeJob();
  final FakeBench bench = new FakeBench();
  final FakeTune tune = new FakeTune();
  final FakeService service = new FakeService();
  DeviceReport devices = new DeviceReport("2026.4.1", List.of(), List.of());
  final FakeModels models = new FakeModels();
  final List<URI> opened = new CopyOnWriteArrayList<>();
  boolean opens = true;
  boolean debug;
  private @Nullable Signals signals;

  /** What a run of the command left behind. */
  record Result(int exitCode, String out, String err) {}

  /** {@code sluice ARGUMENTS}. */
  Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ProcessHost host =
        new ProcessHost(
            new CheckedPrinter(out, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            debug,
            onFirst -> signals = Signals.none(onFirst));
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
            () -> tune);
    int code = SluiceCommand.execute(services, host, arguments);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** {@code sluice ARGUMENTS}, where blanks part the arguments. */
  Result runLine(String arguments) {
    return run(arguments.strip().split(" +"));
  }

  /** The parser alone, for its model. */
  static CommandLine parser() {
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
  void signalWhileRunning(int number) {
    job.whileRunning = () -> raise(number);
  }

  /** The signal comes while something is measured. */
  void signalWhileMeasuring(int number) {
    bench.whileRunning = () -> raise(number);
    tune.whileRunning = () -> raise(number);
  }

  /** The signal comes while the service runs. */
  void signalWhileServing(int number) {
    service.whileRunning = () -> raise(number);
  }

  private void raise(int number) {
    if (signals == null) {
      throw new AssertionError("no handlers while it runs");
    }
    signals.raise(number);
  }
}
