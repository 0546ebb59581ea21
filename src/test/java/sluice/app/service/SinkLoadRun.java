package sluice.app.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import sluice.core.util.Median;
import sluice.testing.ApiClient;
import sluice.testing.BrightClip;
import sluice.testing.PacedStreams;
import sluice.testing.RequirementTable;
import sluice.testing.ServiceChild;
import sluice.testing.TinySsd;
import sluice.testing.servers.FarSides;

/**
 * What sinks with far sides cost: 24 streams of 5 results a second write JSON Lines alone, and then
 * to servers of all types too, in turn, {@code [ROUNDS [SECONDS]]}. Prints medians of processor
 * time a result and of threads; needs Linux. How to start it: {@code src/docs/long-runs.md}.
 */
public final class SinkLoadRun {
  private static final int STREAMS = 24;
  private static final int FPS = 5;
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  /** Threads of senders, of the spools and of the clients' own. */
  private static final int MOST_THREADS = 16;

  private final Path folder;
  private final FarSides servers;
  private int services;

  private SinkLoadRun(Path folder, FarSides servers) {
    this.folder = folder;
    this.servers = servers;
  }

  /** Ends with exit code 1 where a bar is missed. */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
    Duration length = Duration.ofSeconds(args.length > 1 ? Long.parseLong(args[1]) : 60);
    RequirementTable bars = new RequirementTable();
    PacedStreams.inFolder(
        "sink-load",
        folder -> {
          try (FarSides servers = new FarSides()) {
            servers.start();
            new SinkLoadRun(folder, servers).run(rounds, length, bars);
          }
        });
    System.exit(bars.missed() ? 1 : 0);
  }

  /**
   * What a service used.
   *
   * @param micros processor time a result
   * @param threads of the process
   * @param resident memory in use, kB
   */
  private record Use(double micros, long threads, long resident) {}

  private void run(int rounds, Duration length, RequirementTable bars)
      throws IOException, InterruptedException {
    List<Use> without = new ArrayList<>();
    List<Use> with = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      without.add(measure("[lines]", length));
      List<String> all = new ArrayList<>(servers.all().keySet());
      all.add("lines");
      with.add(measure(all.toString(), length));
    }
    double alone = Median.of(without.stream().mapToDouble(Use::micros).toArray());
    double together = Median.of(with.stream().mapToDouble(Use::micros).toArray());
    RequirementTable.fact("processor time a result, JSON Lines alone", "%.0f us", alone);
    RequirementTable.fact(
        "the same with " + servers.names(), "%.0f us, %.0f more", together, together - alone);
    long more =
        with.stream().mapToLong(Use::threads).max().orElseThrow()
            - without.stream().mapToLong(Use::threads).min().orElseThrow();
    bars.atMost("threads more", more, MOST_THREADS);
  }

  private Use measure(String sinks, Duration length) throws IOException, InterruptedException {
    Path log = folder.resolve("log-" + ++services);
    try (ServiceChild service = ServiceChild.start(configure(sinks), log);
        ApiClient client = new ApiClient(service.port())) {
      Awaitility.await("all streams run")
          .atMost(Duration.ofMinutes(1))
          .until(() -> client.metric("sluice_frames_inferred_total") > STREAMS * FPS);
      TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
      double results = client.metric("sluice_frames_inferred_total");
      Duration time = service.processorTime();
      TimeUnit.NANOSECONDS.sleep(length.toNanos());
      Duration used = service.processorTime().minus(time);
      results = client.metric("sluice_frames_inferred_total") - results;
      Use use =
          new Use(
              used.toNanos() / 1_000.0 / results,
              service.counted("Threads"),
              service.counted("VmRSS"));
      System.out.printf(
          Locale.ROOT,
          "%s: %.0f results, %.0f us a result, %d threads, %d kB%n",
          sinks,
          results,
          use.micros(),
          use.threads(),
          use.resident());
      service.end();
      return use;
    }
  }

  private Path configure(String sinks) throws IOException {
    Path model = TinySsd.write(folder);
    Path clip = folder.resolve("clip.mkv");
    if (!Files.exists(clip)) {
      BrightClip.of().rate(FPS).write(clip, 2 * BrightClip.PERIOD);
    }
    StringBuilder streams = new StringBuilder();
    for (int i = 0; i < STREAMS; i++) {
      streams.append("    %s.source = \"%s\"%n".formatted(PacedStreams.id(i), clip));
    }
    return Files.writeString(
        folder.resolve("load-" + services + ".conf"),
        """
        sluice {
          data-dir = "%1$s/data-%2$d"
          http.port = 0
          models.tiny { model = "%3$s", cache-dir = "%1$s/compiled" }
          sinks {
            lines { type = json-lines, path = "%1$s/%2$d-{stream}.jsonl" }
            %4$s
          }
          defaults { model = tiny, sinks = %5$s, loop = true, realtime = true }
          streams {
        %6$s  }
        }
        """
            .formatted(
                folder,
                services,
                model,
                servers.sinks("only = all, filters.kinds = [detections]"),
                sinks,
                streams));
  }
}
