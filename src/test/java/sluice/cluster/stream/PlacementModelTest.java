package sluice.cluster.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import sluice.cluster.stream.PlacementView.State;
import sluice.cluster.stream.PlacementView.StreamPlace;

/** Whatever goes wrong, no stream runs twice, and all that fits runs in the end. */
@Timeout(120)
class PlacementModelTest {
  private static final int RUNS = Integer.getInteger("sluice.test.clusters", 60);
  private static final int FAULTS = 30;

  private static final Logger LOG =
      (Logger) LoggerFactory.getLogger(PlacementBook.class.getPackageName());

  /** A line for each of tens of thousands of moves. */
  @BeforeAll
  static void logErrorsOnly() {
    LOG.setLevel(Level.ERROR);
  }

  @AfterAll
  static void logAll() {
    LOG.setLevel(null);
  }

  @Test
  void withRoomForAll_allRunsOnce_whateverHappened() {
    for (int seed = 0; seed < RUNS; seed++) {
      SimulatedCluster cluster = trouble(seed, 1_000);

      assertThat(new TreeSet<>(cluster.running().keySet()))
          .as("what runs of seed %d", seed)
          .isEqualTo(cluster.desired.keySet());
      check(cluster);
    }
  }

  @Test
  void withTooLittleRoom_nothingRunsTwice_andWhatWaitsIsToldWhy() {
    for (int seed = 0; seed < RUNS; seed++) {
      check(trouble(1_000 + seed, 8));
    }
  }

  private static SimulatedCluster trouble(int seed, double capacity) {
    SimulatedCluster cluster = new SimulatedCluster(seed);
    Random random = cluster.random;
    for (int i = 0; i < 2 + random.nextInt(4); i++) {
      addNode(cluster, capacity);
    }
    for (int i = 0; i < 40; i++) {
      cluster.want(stream(random, "s" + i, 1, capacity > 100));
    }
    cluster.newPlacer();
    for (int i = 0; i < FAULTS; i++) {
      cluster.run(random.nextInt(5_000));
      goWrong(cluster, capacity);
    }
    cluster.calm();
    if (cluster.staying().isEmpty()) {
      addNode(cluster, capacity);
    }
    if (cluster.placer == null) {
      cluster.newPlacer();
    }
    cluster.run(120_000);
    return cluster;
  }

  private static void addNode(SimulatedCluster cluster, double capacity) {
    cluster.addNode(capacity, cluster.random.nextBoolean() ? Set.of("gpu") : Set.of());
  }

  private static DesiredStream stream(Random random, String id, long version, boolean anywhere) {
    Set<String> needs = anywhere || random.nextInt(4) != 0 ? Set.of() : Set.of("gpu");
    return new DesiredStream(
        id,
        id + " " + version,
        version,
        random.nextInt(5) == 0,
        1,
        new DesiredStream.Wishes(
            OptionalDouble.of(0.5 + random.nextDouble()),
            needs,
            Set.of(),
            Set.of(),
            random.nextInt(3)));
  }

  private static void goWrong(SimulatedCluster cluster, double capacity) {
    Random random = cluster.random;
    List<SimulatedCluster.Node> nodes = cluster.staying();
    SimulatedCluster.Node one = nodes.isEmpty() ? null : nodes.get(random.nextInt(nodes.size()));
    boolean canMiss = one != null && nodes.size() > 1;
    int what = random.nextInt(10);
    if (what == 0 && canMiss) {
      cluster.kill(one);
    } else if (what == 1 && canMiss) {
      cluster.cutOff(one);
    } else if (what == 2 && canMiss) {
      cluster.leave(one);
    } else if (what == 3 && one != null) {
      cluster.cutOffForAWhile(one);
    } else if (what <= 5) {
      addNode(cluster, capacity);
    } else if (what <= 7) {
      cluster.placer = null;
      cluster.run(random.nextInt(3_000));
      cluster.newPlacer();
    } else {
      for (int i = 0; i < 5; i++) {
        change(cluster, "s" + random.nextInt(50), capacity > 100);
      }
    }
  }

  private static void change(SimulatedCluster cluster, String id, boolean anywhere) {
    DesiredStream before = cluster.desired.get(id);
    if (before != null && cluster.random.nextBoolean()) {
      cluster.wantNoMore(id);
    } else {
      cluster.want(stream(cluster.random, id, ++cluster.versions, anywhere));
    }
  }

  private static void check(SimulatedCluster cluster) {
    Map<String, StreamPlace> places = cluster.placer.book.view().streams();
    Map<String, SimulatedCluster.Node> running = cluster.running();
    String of = "seed " + cluster.seed;
    assertThat(places.keySet()).as(of).isEqualTo(cluster.desired.keySet());
    places.forEach(
        (id, place) -> {
          SimulatedCluster.Node node = running.remove(id);
          if (place.state() == State.RUNNING) {
            assertThat(node).as("%s of %s", id, of).isNotNull();
            assertThat(place.node()).as("%s of %s", id, of).contains(node.id);
            assertThat(node.running).containsEntry(id, cluster.desired.get(id).spec());
          } else {
            assertThat(place.state()).as("%s of %s", id, of).isEqualTo(State.WAITING);
            assertThat(place.reason()).as("%s of %s", id, of).isNotEmpty();
            assertThat(node).as("%s of %s", id, of).isNull();
          }
        });
    assertThat(running).as("what nobody wants of %s", of).isEmpty();
    cluster
        .members
        .values()
        .forEach(
            node ->
                assertThat(
                        node.running.keySet().stream()
                            .mapToDouble(
                                id -> cluster.desired.get(id).placement().weight().getAsDouble())
                            .sum())
                    .as("load of %s of %s", node.id, of)
                    .satisfies(load -> assertThat(load).isLessThanOrEqualTo(limit(cluster, node))));
  }

  /** A stream whose weight was raised where it runs stays if it fits nowhere else. */
  private static double limit(SimulatedCluster cluster, SimulatedCluster.Node node) {
    boolean outgrown =
        node.running.keySet().stream().anyMatch(id -> cluster.desired.get(id).version() > 1);
    return outgrown ? Double.POSITIVE_INFINITY : node.capacity + 1e-6;
  }
}
