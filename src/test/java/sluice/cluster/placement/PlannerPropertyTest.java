package sluice.cluster.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random clusters, whose plans are followed step by step in any order. */
class PlannerPropertyTest {
  private static final List<String> LABELS = List.of("gpu", "site-a", "site-b", "fast");
  private static final int CLUSTERS = 60;

  @Test
  void plansConverge_andHoldEveryRule() {
    for (int seed = 0; seed < CLUSTERS; seed++) {
      new Cluster(seed).run();
    }
  }

  /** One cluster. */
  private static final class Cluster {
    private static final double TINY = 1e-6;

    final int seed;
    final Random random;
    final Map<String, NodeOffer> nodes = new TreeMap<>();
    final Map<String, StreamDemand> demands = new TreeMap<>();
    final Map<String, Location> where = new HashMap<>();
    final PlannerLimits limits;
    final Planner planner;
    final Set<String> balanced = new HashSet<>();

    /** Nodes whose streams have outgrown them: they may carry more until these have moved. */
    final Set<String> outgrown = new HashSet<>();

    /** Streams that need by now what their nodes lack, and have not begun to move. */
    final Set<String> misplaced = new HashSet<>();

    Cluster(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.limits = new PlannerLimits(1 + random.nextInt(25), 1 + random.nextInt(6), 0.10, 0.25);
      this.planner = new Planner(limits);
    }

    void run() {
      int count = 1 + random.nextInt(8);
      for (int i = 0; i < count; i++) {
        addNode();
      }
      addStreams(random.nextInt(80));
      converge();
      for (int i = 0; i < 4; i++) {
        change();
        converge();
      }
    }

    void addNode() {
      String name = "n" + random.nextInt(1000);
      nodes.put(name, NodeOffer.open(name, 1 + random.nextInt(30), some(0.4)));
    }

    void addStreams(int count) {
      for (int i = 0; i < count; i++) {
        String id = "s" + random.nextInt(10_000);
        demands.putIfAbsent(id, stream(id, weight()));
      }
    }

    StreamDemand stream(String id, double weight) {
      return new StreamDemand(id, weight, some(0.1), some(0.2), some(0.1), random.nextInt(3));
    }

    double weight() {
      return random.nextBoolean() ? 1 : 0.1 + 4 * random.nextDouble();
    }

    Set<String> some(double share) {
      Set<String> chosen = new HashSet<>();
      LABELS.stream().filter(label -> random.nextDouble() < share).forEach(chosen::add);
      return chosen;
    }

    void change() {
      List<String> names = new ArrayList<>(nodes.keySet());
      String one = names.get(random.nextInt(names.size()));
      switch (random.nextInt(6)) {
        case 0 -> {
          nodes.remove(one);
          where.values().removeIf(location -> location.node().equals(one));
          if (nodes.isEmpty()) {
            addNode();
          }
        }
        case 1 -> addNode();
        case 2 -> {
          NodeOffer node = nodes.get(one);
          nodes.put(
              one, new NodeOffer(one, node.capacity(), node.labels(), NodeOffer.Intake.LEAVING));
        }
        case 3 -> addStreams(20);
        case 4 ->
            demands.replaceAll(
                (id, demand) -> random.nextInt(5) == 0 ? stream(id, demand.weight()) : demand);
        default ->
            demands.replaceAll(
                (id, demand) ->
                    random.nextInt(5) == 0
                        ? new StreamDemand(
                            id,
                            demand.weight() * (0.5 + random.nextDouble()),
                            demand.needs(),
                            demand.prefers(),
                            demand.avoids(),
                            demand.priority())
                        : demand);
      }
    }

    void converge() {
      balanced.clear();
      outgrown.clear();
      misplaced.clear();
      where.keySet().stream().filter(id -> !suits(id)).forEach(misplaced::add);
      nodes.keySet().stream()
          .filter(node -> load(node) > nodes.get(node).capacity() + TINY)
          .forEach(outgrown::add);
      int rounds = 0;
      while (true) {
        Plan plan = planner.plan(nodes.values(), demands.values(), where);
        begin(plan);
        check();
        if (plan.moves().isEmpty() && underWay() == 0) {
          settled(plan);
          return;
        }
        finishSome();
        assertThat(++rounds).as("rounds of cluster %d", seed).isLessThan(3000);
      }
    }

    void begin(Plan plan) {
      for (Move move : plan.moves()) {
        String id = move.id();
        misplaced.remove(id);
        if (move.cause() == Move.Cause.BALANCE) {
          assertThat(balanced.add(id)).as("%s of cluster %d moves once", id, seed).isTrue();
        }
        if (move.from().isEmpty()) {
          assertThat(where).doesNotContainKey(id);
          where.put(id, Location.starts(move.to().orElseThrow()));
        } else {
          String from = move.from().get();
          assertThat(where.get(id).isSettled()).isTrue();
          assertThat(where.get(id).node()).isEqualTo(from);
          where.put(id, move.to().map(to -> Location.moves(from, to)).orElse(Location.halts(from)));
        }
      }
      assertThat(underWay()).isLessThanOrEqualTo(limits.moves());
      nodes
          .keySet()
          .forEach(node -> assertThat(transfers(node)).isLessThanOrEqualTo(limits.transfers()));
    }

    long transfers(String node) {
      return where.values().stream()
          .filter(location -> location.state() == Location.State.HALTS)
          .filter(
              location ->
                  location.node().equals(node) || location.to().filter(node::equals).isPresent())
          .count();
    }

    long underWay() {
      return where.values().stream().filter(location -> !location.isSettled()).count();
    }

    /** What is under way ends in any order; the rest goes on while the next plan is made. */
    void finishSome() {
      List<String> ids = new ArrayList<>(new TreeMap<>(where).keySet());
      Collections.shuffle(ids, random);
      boolean done = false;
      for (String id : ids) {
        Location location = where.get(id);
        if (location.isSettled() || (done && random.nextBoolean())) {
          continue;
        }
        done = true;
        if (location.state() == Location.State.STARTS) {
          where.put(id, settledAt(id, location.node()));
        } else if (location.to().isPresent()) {
          where.put(id, Location.starts(location.to().get()));
        } else {
          where.remove(id);
        }
      }
    }

    /** As the placer says it: what was moved for balance rests. */
    Location settledAt(String id, String node) {
      return balanced.contains(id) ? Location.rests(node) : Location.runs(node);
    }

    double load(String node) {
      return where.entrySet().stream()
          .filter(
              entry ->
                  entry.getValue().node().equals(node)
                      || entry.getValue().to().filter(node::equals).isPresent())
          .mapToDouble(entry -> demands.get(entry.getKey()).weight())
          .sum();
    }

    void check() {
      for (NodeOffer node : nodes.values()) {
        if (!outgrown.contains(node.node())) {
          assertThat(load(node.node()))
              .as("load of %s in cluster %d", node.node(), seed)
              .isLessThanOrEqualTo(node.capacity() + TINY);
        }
      }
      Set<String> wrong = new HashSet<>(where.keySet());
      wrong.removeIf(id -> suits(id) || misplaced.contains(id) || isEnding(id));
      assertThat(wrong).as("cluster %d", seed).isEmpty();
    }

    boolean suits(String id) {
      Location location = where.get(id);
      String last = location.to().orElse(location.node());
      return nodes.get(last).labels().containsAll(demands.get(id).needs());
    }

    boolean isEnding(String id) {
      Location location = where.get(id);
      return location.state() == Location.State.HALTS && location.to().isEmpty();
    }

    void settled(Plan plan) {
      assertThat(misplaced).isEmpty();
      Set<String> waits = new HashSet<>();
      plan.waiting().forEach(waiting -> waits.add(waiting.id()));
      demands.forEach(
          (id, demand) -> {
            assertThat(where.containsKey(id) || waits.contains(id)).isTrue();
            if (waits.contains(id)) {
              nodes.values().forEach(node -> mayNotHave(demand, node));
            }
          });
    }

    /** What waits fits nowhere, not even in the place of all that has a lower priority. */
    void mayNotHave(StreamDemand demand, NodeOffer node) {
      boolean suits =
          node.intake() == NodeOffer.Intake.OPEN && node.labels().containsAll(demand.needs());
      if (suits) {
        double lower =
            where.entrySet().stream()
                .filter(entry -> entry.getValue().node().equals(node.node()))
                .map(entry -> demands.get(entry.getKey()))
                .filter(other -> other.priority() < demand.priority())
                .mapToDouble(StreamDemand::weight)
                .sum();
        assertThat(node.capacity() - load(node.node()) + lower)
            .as("%s waits in cluster %d", demand.id(), seed)
            .isLessThan(demand.weight() + TINY);
      }
    }
  }

  /** Without the rest that the placer keeps, by which none moves twice in a short time. */
  @Test
  void balanceAlone_endsByItself_withHardlyAMoveTooMany() {
    for (int seed = 0; seed < CLUSTERS; seed++) {
      Random random = new Random(seed);
      int count = 2 + random.nextInt(8);
      List<NodeOffer> nodes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        nodes.add(NodeOffer.open("n" + i, 300 + random.nextInt(300), Set.of()));
      }
      List<StreamDemand> demands = new ArrayList<>();
      Map<String, Location> where = new HashMap<>();
      for (int i = 0; i < 40 * count; i++) {
        demands.add(StreamDemand.of("s" + i, 0.5 + random.nextDouble()));
        where.put("s" + i, Location.runs("n" + random.nextInt(1 + count / 3)));
      }
      Map<String, Integer> moves = new HashMap<>();
      Planner planner = new Planner(new PlannerLimits(3, 3, 0.10, 0.25));
      for (Plan plan = planner.plan(nodes, demands, where);
          !plan.moves().isEmpty();
          plan = planner.plan(nodes, demands, where)) {
        plan.moves()
            .forEach(
                move -> {
                  where.put(move.id(), Location.runs(move.to().orElseThrow()));
                  moves.merge(move.id(), 1, Integer::sum);
                });
      }
      int sum = moves.values().stream().mapToInt(times -> times).sum();
      assertThat(sum).as("cluster %d", seed).isLessThanOrEqualTo(2 + moves.size() * 21 / 20);
      assertThat(shares(nodes, demands, where))
          .as("cluster %d", seed)
          .satisfies(shares -> assertThat(shares.getMin()).isGreaterThan(0.9 * shares.getMax()));
    }
  }

  private static DoubleSummaryStatistics shares(
      List<NodeOffer> nodes, List<StreamDemand> demands, Map<String, Location> where) {
    return nodes.stream()
        .mapToDouble(
            node ->
                demands.stream()
                        .filter(demand -> where.get(demand.id()).node().equals(node.node()))
                        .mapToDouble(StreamDemand::weight)
                        .sum()
                    / node.capacity())
        .summaryStatistics();
  }
}
