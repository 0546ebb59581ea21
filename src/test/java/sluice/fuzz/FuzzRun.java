package sluice.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import sluice.testing.BrightClip;
import sluice.testing.TinySsd;

/**
 * Command line of the fuzzer, which runs cases of a kind: {@code FuzzRun KIND CASES SEED [FROM]}.
 * Prints how far it is every ten seconds and a table at the end; ends with 1 where it came to a
 * finding. What belongs to findings is in {@code target/fuzz/KIND}.
 */
public final class FuzzRun {
  private static final int PICTURES = 25;
  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private long toldNanos = System.nanoTime();

  private FuzzRun() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 3) {
      System.err.println("usage: FuzzRun hocon|sdp|rtsp|isolated|http CASES SEED [FROM]");
      System.exit(2);
    }
    String kind = arguments[0];
    long cases = Long.parseLong(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    long from = arguments.length > 3 ? Long.parseLong(arguments[3]) : 0;
    Path folder = Files.createDirectories(Path.of("target", "fuzz", kind)).toAbsolutePath();
    FuzzRun run = new FuzzRun();
    FuzzReport report;
    try (FuzzTarget target = target(kind, folder)) {
      report = Fuzzing.run(kind, target, from, cases, seed, done -> run.tell(done, cases));
    }
    System.out.print(report.text());
    System.exit(report.findings().isEmpty() ? 0 : 1);
  }

  /** What is given the cases of a kind. */
  static FuzzTarget target(String kind, Path folder) throws IOException {
    return switch (kind) {
      case "hocon" -> new ConfigTarget(folder);
      case "sdp" -> MediaTarget.sdp(folder);
      case "rtsp" -> MediaTarget.rtsp(folder);
      case "isolated" -> new IsolatedTarget(folder);
      case "http" -> http(folder);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** The API of a service with a small model and clip. */
  static HttpTarget http(Path folder) throws IOException {
    Path clip = BrightClip.write(folder, "clip.mkv", PICTURES);
    return new HttpTarget(folder, TinySsd.write(folder), clip);
  }

  private void tell(long done, long cases) {
    if (System.nanoTime() - toldNanos > TELL_NANOS) {
      toldNanos = System.nanoTime();
      System.out.printf("%d of %d%n", done, cases);
    }
  }
}
