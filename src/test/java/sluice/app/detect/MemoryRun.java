package sluice.app.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import sluice.core.SourceInfo;
import sluice.metrics.RunProgress;
import sluice.openvino.OpenVino;
import sluice.testing.ProcessFootprint;
import sluice.testing.TestJob;
import sluice.video.OpenMedia;
import sluice.video.TestClip;

/**
 * Runs a detection job over a looped source and prints how the resident memory of the process
 * grows: {@code SOURCE MODEL FRAMES}. {@code generate:1920x1080} as the source draws a clip of that
 * size first. Needs Linux, for its {@code /proc}. How to start it: {@code src/docs/long-runs.md}.
 */
public final class MemoryRun implements DetectProgress {
  private static final String GENERATE = "generate:";
  private static final int GENERATED_PICTURES = 250;
  private static final long POLL_MILLIS = 5;
  private static final double KILO = 1024;

  private final long frames;
  private final long step;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private long nextReport;
  private volatile long tenthKilobytes;
  private volatile long mostKilobytes;
  private long lastKilobytes;
  private volatile Supplier<RunProgress> progress = () -> new RunProgress(0, 0, 0, 0, 0);

  private MemoryRun(long frames) {
    this.frames = frames;
    this.step = Math.min(1000, Math.max(1, frames / 10));
    this.nextReport = step;
  }

  /** Ends with exit code 1 where a lease was left open. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("memory-run");
    int code;
    try {
      Path source = source(args[0], folder);
      code = new MemoryRun(Long.parseLong(args[2])).run(source, Path.of(args[1]));
    } finally {
      deleteAll(folder);
    }
    System.exit(code);
  }

  private static Path source(String text, Path folder) {
    if (!text.startsWith(GENERATE)) {
      return Path.of(text);
    }
    String[] sides = text.substring(GENERATE.length()).split("x", 2);
    return new TestClip()
        .size(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]))
        .painted((n, x, y) -> ((x + n * 5) ^ y) * 0x010203 & 0xFFFFFF)
        .write(folder.resolve("generated.mp4"), GENERATED_PICTURES);
  }

  private int run(Path source, Path model) {
    System.out.println(
        "OpenVINO " + OpenVino.load().build() + ", " + frames + " frames of " + source);
    DetectSummary summary =
        new TestJob(model).input(source, Path.of("/dev/null")).loop().limit(frames).run(this);
    summary
        .inputs()
        .getFirst()
        .failure()
        .ifPresent(failure -> System.out.println(failure.getMessage()));
    System.out.printf(
        Locale.ROOT,
        "finished %d of %d at %.1f fps, leases left open %d, pictures open %d%n",
        summary.whole().finished(),
        frames,
        summary.whole().fps(),
        summary.leasesLeftOpen(),
        OpenMedia.pictures());
    System.out.printf(
        Locale.ROOT,
        "grown after the first tenth: %.2f MB, %.2f %%; at the most %.2f %%%n",
        (lastKilobytes - tenthKilobytes) / KILO,
        percent(lastKilobytes),
        percent(mostKilobytes));
    return summary.leasesLeftOpen() == 0 && summary.whole().finished() == frames ? 0 : 1;
  }

  private double percent(long kilobytes) {
    return 100.0 * (kilobytes - tenthKilobytes) / tenthKilobytes;
  }

  @Override
  public void started(int input, SourceInfo source, Supplier<RunProgress> ofSource) {
    progress = ofSource;
    var _ = timer.scheduleAtFixedRate(this::look, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void ended(int input) {
    timer.shutdownNow();
    lastKilobytes = ProcessFootprint.residentKilobytes();
    mostKilobytes = Math.max(mostKilobytes, lastKilobytes);
    report(progress.get().finished(), lastKilobytes);
  }

  private void look() {
    long finished = progress.get().finished();
    if (tenthKilobytes == 0 && finished * 10 >= frames) {
      tenthKilobytes = ProcessFootprint.residentKilobytes();
    }
    if (finished >= nextReport && finished < frames) {
      long resident = ProcessFootprint.residentKilobytes();
      mostKilobytes = Math.max(mostKilobytes, tenthKilobytes == 0 ? 0 : resident);
      report(finished, resident);
      nextReport = finished - finished % step + step;
    }
  }

  private static void report(long finished, long kilobytes) {
    System.out.printf(
        Locale.ROOT,
        "%d frames: resident %.1f MB, pictures open %d%n",
        finished,
        kilobytes / KILO,
        OpenMedia.pictures());
  }

  private static void deleteAll(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
