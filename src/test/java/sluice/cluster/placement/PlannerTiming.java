package sluice.cluster.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Measures how long a plan takes: {@code [STREAMS [NODES]]}, 10,000 and 334 where left out. */
public final class PlannerTiming {
  private static final int WARM_UP = 20;
  private static final int RUNS = 41;

  private PlannerTiming() {}

  /** Prints medians in milliseconds. */
  public static void main(String[] arguments) {
    int streams = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    int nodes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 334;
    Random random = new Random(1);
    List<NodeOffer> offers = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      offers.add(
          NodeOffer.open("node-" + i, 40, i % 5 == 0 ? Set.of("gpu", "site") : Set.of("site")));
    }
    List<StreamDemand> demands = new ArrayList<>();
    Map<String, Location> where = new HashMap<>();
    for (int i = 0; i < streams; i++) {
      Set<String> needs = i % 10 == 0 ? Set.of("gpu") : Set.of();
      demands.add(
          new StreamDemand(
              "s" + i, 0.5 + random.nextDouble(), needs, Set.of("site"), Set.of(), i % 3));
      int node = i % 10 == 0 ? 5 * random.nextInt((nodes + 4) / 5) : random.nextInt(nodes);
      where.put("s" + i, Location.runs("node-" + node));
    }
    measure("20 of all unplaced", new PlannerLimits(20, 4, 0.10, 0.25), offers, demands, Map.of());
    measure(
        "all unplaced", new PlannerLimits(streams, streams, 0.10, 0.25), offers, demands, Map.of());
    measure("all placed, unbalanced", PlannerLimits.DEFAULT, offers, demands, where);
    List<NodeOffer> small =
        offers.stream().map(node -> NodeOffer.open(node.node(), 25, node.labels())).toList();
    Map<String, Location> full = fill(small, demands);
    measure("too little room, nothing to do", PlannerLimits.DEFAULT, small, demands, full);
  }

  private static Map<String, Location> fill(List<NodeOffer> nodes, List<StreamDemand> demands) {
    Map<String, Location> where = new HashMap<>();
    Planner planner = new Planner(new PlannerLimits(demands.size(), demands.size(), 0.10, 0.25));
    for (int i = 0; i < 50; i++) {
      for (Move move : planner.plan(nodes, demands, where).moves()) {
        where.remove(move.id());
        move.to().ifPresent(to -> where.put(move.id(), Location.runs(to)));
      }
    }
    return where;
  }

  private static void measure(
      String name,
      PlannerLimits limits,
      List<NodeOffer> nodes,
      List<StreamDemand> demands,
      Map<String, Location> where) {
    Planner planner = new Planner(limits);
    List<Double> times = new ArrayList<>();
    Plan plan = null;
    for (int i = 0; i < WARM_UP + RUNS; i++) {
      long begin = System.nanoTime();
      plan = planner.plan(nodes, demands, where);
      if (i >= WARM_UP) {
        times.add((System.nanoTime() - begin) / 1e6);
      }
    }
    times.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f ms (%.1f to %.1f), %d moves, %d wait%n",
        name,
        times.get(RUNS / 2),
        times.getFirst(),
        times.getLast(),
        plan.moves().size(),
        plan.waiting().size());
  }
}
