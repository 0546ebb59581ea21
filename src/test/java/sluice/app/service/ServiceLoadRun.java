package sluice.app.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import sluice.testing.Rounds;
import sluice.testing.ServiceChild;

/**
 * Loads an installed service for long, {@code LAUNCHER FILE_STREAMS API_STREAMS MINUTES}, and holds
 * it to its promises: it runs to the end, its memory stays bounded, it answers. See
 * src/docs/long-runs.md.
 */
public final class ServiceLoadRun {
  private static final String RUNNING =
      "streams.runs { source = \"demo:\", loop = true, realtime = true }";
  private static final double MOST_START_SECONDS = 10;
  private static final double MOST_ANSWER_MS = 1_000;
  private static final double MOST_GROWTH = 1.1;
  private static final long MOST_OUTSIDE_HEAP_KB = 512 * 1024;
  private static final Duration ROUND = Duration.ofSeconds(1);

  private ServiceLoadRun() {}

  public static void main(String[] args) throws Exception {
    Path launcher = Path.of(args[0]).toAbsolutePath();
    int ofFile = Integer.parseInt(args[1]);
    int ofApi = Integer.parseInt(args[2]);
    Duration length = Duration.ofMinutes(Long.parseLong(args[3]));
    Path folder = Files.createTempDirectory("sluice-load");
    Path configuration = ServiceLoad.configure(folder, ofFile, RUNNING);
    double checked = ServiceLoad.checkSeconds(launcher, configuration);
    long begun = System.nanoTime();
    boolean fine;
    try (ServiceChild child =
            ServiceChild.installed(launcher, configuration, folder.resolve("log"), Map.of());
        ServiceLoad load = new ServiceLoad(child)) {
      load.awaitResting(ofFile);
      double started = (System.nanoTime() - begun) / 1e9;
      System.out.printf(
          "check: %.1f s; start: %.1f s, then %d kB%n", checked, started, child.counted("VmRSS"));
      load.awaitStart(); // the demo is drawn first, where it never was
      load.add(ofApi);
      load.watch();
      System.out.printf("%d streams: %d kB%n", load.streams(), child.counted("VmRSS"));
      AtomicInteger rounds = new AtomicInteger();
      Rounds.run(
          length,
          ROUND,
          () -> {
            load.round();
            if (rounds.incrementAndGet() % 60 == 0) {
              System.out.printf(
                  "%d rounds: %d kB, health p99 %.0f ms%n",
                  rounds.get(), child.counted("VmRSS"), load.answerMs());
            }
            return rounds;
          });
      long heap = load.heapLimit();
      int code = child.end();
      System.out.printf(
          "resident: most %d kB with a heap of %d kB, least %d kB in the second quarter and %d kB"
              + " in the last; health p99 %.0f ms; exit code %d%n",
          load.mostResident(),
          heap,
          load.leastResident(1),
          load.leastResident(3),
          load.answerMs(),
          code);
      fine =
          code == 0
              && started < MOST_START_SECONDS
              && load.answerMs() < MOST_ANSWER_MS
              && load.mostResident() <= heap + MOST_OUTSIDE_HEAP_KB
              && load.leastResident(3) <= MOST_GROWTH * load.leastResident(1);
    }
    System.out.println(fine ? "held" : "NOT held");
    System.exit(fine ? 0 : 1);
  }
}
