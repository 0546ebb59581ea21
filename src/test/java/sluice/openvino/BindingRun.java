package sluice.openvino;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Leak test: creates and closes the same objects repeatedly, and prints how the resident memory of
 * the process grows: {@code requests MODEL ROUNDS} or {@code compile MODEL ROUNDS}. Needs Linux,
 * for its {@code /proc}. How to start it: {@code src/docs/long-runs.md}.
 */
public final class BindingRun {
  private static final double KILO = 1024;
  private static final int STEPS = 10;

  private final int rounds;
  private long tenthKilobytes;
  private long mostKilobytes;

  private final Consumer<String> report;

  private BindingRun(int rounds, Consumer<String> report) {
    this.rounds = rounds;
    this.report = report;
  }

  /**
   * How memory grew.
   *
   * @param tenthKilobytes resident after the first tenth of the rounds
   * @param mostKilobytes the most that was resident later
   */
  record Growth(long tenthKilobytes, long mostKilobytes) {
    double percent() {
      return 100.0 * (mostKilobytes - tenthKilobytes) / tenthKilobytes;
    }
  }

  /** Runs and prints. */
  public static void main(String[] arguments) throws IOException {
    Path model = Path.of(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    Growth growth =
        switch (arguments[0]) {
          case "requests" -> requests(model, rounds, System.out::println);
          case "compile" -> compile(model, rounds, System.out::println);
          default -> throw new IllegalArgumentException("requests or compile: " + arguments[0]);
        };
    System.out.printf(
        Locale.ROOT,
        "after the first tenth %.1f MB, most %.1f MB: %+.1f %%; native objects left: %d%n",
        growth.tenthKilobytes() / KILO,
        growth.mostKilobytes() / KILO,
        growth.percent(),
        NativeHandle.live());
  }

  /** Each round a request with an input over the caller's memory and one of OpenVINO's. */
  static Growth requests(Path model, int rounds, Consumer<String> report) throws IOException {
    BindingRun run = new BindingRun(rounds, report);
    try (Core core = Core.create();
        CompiledModel compiled = core.compile(model, "CPU")) {
      Port port = compiled.inputs().getFirst();
      for (int done = 1; done <= rounds; done++) {
        requestOnce(compiled, port);
        run.measure(done);
      }
    }
    return run.growth();
  }

  private static void requestOnce(CompiledModel compiled, Port port) {
    try (Arena arena = Arena.ofConfined();
        InferRequest request = compiled.createInferRequest();
        Tensor own = Tensor.allocate(port.elementType(), port.shape());
        Tensor ours =
            Tensor.of(
                port.elementType(),
                port.shape(),
                arena.allocate(port.elementType().byteSize(port.shape()), 64))) {
      request.setInput(0, own);
      request.infer();
      request.setInput(0, ours);
      request.startAsync().join();
      request.output(0).close();
    }
  }

  /** Each round a model is read, compiled, used once and closed. */
  static Growth compile(Path file, int rounds, Consumer<String> report) throws IOException {
    BindingRun run = new BindingRun(rounds, report);
    try (Core core = Core.create()) {
      for (int done = 1; done <= rounds; done++) {
        try (Model model = core.readModel(file);
            CompiledModel compiled = core.compile(model, "CPU");
            InferRequest request = compiled.createInferRequest()) {
          request.infer();
        }
        run.measure(done);
      }
    }
    return run.growth();
  }

  private void measure(int done) throws IOException {
    int step = Math.max(1, rounds / STEPS);
    if (done == step) {
      tenthKilobytes = residentKilobytes();
    }
    if (done % step == 0) {
      long now = residentKilobytes();
      mostKilobytes = Math.max(mostKilobytes, now);
      report.accept(String.format(Locale.ROOT, "%d rounds: %.1f MB", done, now / KILO));
    }
  }

  private Growth growth() {
    return new Growth(tenthKilobytes, mostKilobytes);
  }

  private static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS"))
        .map(line -> line.replaceAll("\\D", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }
}
