package sluice.cluster.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes from clients at all nodes while nodes end and come back. {@code -Dsluice.state.rounds=20}
 * for a longer run.
 */
@Timeout(3_600)
class StateChangesTest {
  private static final int ROUNDS = Integer.getInteger("sluice.state.rounds", 1);

  @TempDir Path folder;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> notMade = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  @EnabledIfSystemProperty(named = "sluice.state.rounds", matches = "\\d+")
  void whatWasAcknowledged_isThere_andWhatWasNotMade_isNot() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (StateCluster cluster = new StateCluster(folder).start(1, 2, 3);
        ExecutorService clients = Executors.newFixedThreadPool(3)) {
      List<CompletableFuture<Void>> ends = new ArrayList<>();
      for (int number = 1; number <= 3; number++) {
        int at = number;
        ends.add(CompletableFuture.runAsync(() -> change(cluster, at), clients));
      }
      try {
        for (int round = 0; round < ROUNDS; round++) {
          int before = acknowledged.size();
          StateCluster.await().until(() -> acknowledged.size() > before + 5);
          int number = random.nextInt(3) + 1;
          cluster.kill(number);
          cluster.awaitUp();
          int left = acknowledged.size();
          StateCluster.await().until(() -> acknowledged.size() > left + 5);
          cluster.start(number);
        }
      } finally {
        over.set(true);
      }
      ends.forEach(CompletableFuture::join);

      for (StateNode node : cluster.nodes()) {
        StateCluster.await()
            .untilAsserted(
                () ->
                    assertThat(node.store().kept().streams().keySet())
                        .as("seed %d", seed)
                        .containsAll(acknowledged)
                        .doesNotContainAnyElementsOf(notMade));
      }
      assertThat(acknowledged).as("seed %d", seed).hasSizeGreaterThan(10 * ROUNDS);
    }
  }

  private void change(StateCluster cluster, int at) {
    for (int change = 0; !over.get(); change++) {
      LockSupport.parkNanos(20_000_000);
      StateNode node = cluster.node(at);
      if (node == null) {
        continue;
      }
      String id = "s%d-%d".formatted(at, change);
      String refusal = node.refusal(id, "{}");
      if (refusal.isEmpty()) {
        acknowledged.add(id);
      } else if (refusal.endsWith("it was not made")) {
        notMade.add(id);
      }
    }
  }
}
