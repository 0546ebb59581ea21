package sluice.app.service;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import sluice.core.util.Median;
import sluice.testing.PacedStreams;
import sluice.testing.RequirementTable;

/**
 * Two streams that tell of 10 frames a second each to servers of all types, {@code [OUTAGES
 * [SECONDS]]}: all servers are killed so many times, for so long, and at the second and the fourth
 * time the service too. Ends with exit code 1 where something is lost. How to start it: {@code
 * src/docs/long-runs.md}.
 */
public final class SinkOutageRun {
  private static final int FPS = 10;
  private static final double LEAST_RATE = 0.98;
  private static final double MOST_GROWTH = 1.1;

  private SinkOutageRun() {}

  public static void main(String[] args) throws Exception {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    Duration down = Duration.ofSeconds(args.length > 1 ? Long.parseLong(args[1]) : 20);
    RequirementTable bars = new RequirementTable();
    PacedStreams.inFolder(
        "outages",
        folder -> {
          try (SinkOutages outages = new SinkOutages(folder, FPS)) {
            run(outages, count, down, bars);
          }
        });
    System.exit(bars.missed() ? 1 : 0);
  }

  private static void run(SinkOutages outages, int count, Duration down, RequirementTable bars)
      throws IOException, InterruptedException {
    outages.run(down); // warms up
    double without = outages.run(down);
    List<Double> rates = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      outages.killServers();
      rates.add(outages.run(down));
      if (i % 2 == 0) {
        outages.killService();
      }
      long waited = outages.waiting();
      long begin = System.nanoTime();
      outages.startServers();
      System.out.printf(
          "outage %d: %d messages waited, delivered %.1f s after the servers' start began%n",
          i, waited, (System.nanoTime() - begin) / 1e9);
    }
    bars.atMost("exit code", outages.end(), 0);
    double with = Median.of(rates.stream().mapToDouble(Double::doubleValue).toArray());
    bars.atLeast("frames inferred, servers away / there", with / without, LEAST_RATE);
    memory(outages.resident(), bars);
    for (SinkOutages.Arrival arrival : outages.arrivals()) {
      String what = arrival.sink() + ", " + arrival.stream() + ": ";
      RequirementTable.fact(
          what + "in the spool, received, duplicates",
          "%d, %d, %d",
          arrival.spooled().size(),
          arrival.received().size(),
          arrival.duplicates());
      bars.atMost(what + "missing", arrival.missing(), 0);
      bars.atMost(what + "out of order", arrival.outOfOrder(), 0);
      if (arrival.stream().equals("every")) {
        bars.atMost(what + "gaps", arrival.gaps(), 0);
      }
    }
  }

  private static void memory(List<Long> resident, RequirementTable bars) {
    RequirementTable.fact("resident memory, kB, after each pause", "%s", resident);
    bars.atMost(
        "resident memory, last / second",
        (double) resident.getLast() / resident.get(1),
        MOST_GROWTH);
  }
}
