package sluice.http.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.json.RawJson;

/**
 * Asks all other nodes at once how their streams are, {@link #LIMIT} at the most, and keeps the
 * answers for {@link #KEPT}, for all who ask. Of a node that doesn't answer the last answer stays,
 * until the node is no member any more. Thread-safe.
 */
final class StatusRounds {
  /** How long the nodes may take. */
  static final Duration LIMIT = Duration.ofSeconds(1);

  /** How long an answer is given to others. */
  static final Duration KEPT = Duration.ofSeconds(1);

  /** A request is given up for good, and the node may be asked again. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(3);

  private static final long MOST_BYTES = 32L << 20;

  private final ClusterPort port;
  private final NodeClient client;
  private final LongSupplier nanoClock;
  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, CompletableFuture<Boolean>> asked = new HashMap<>();
  private @Nullable CompletableFuture<Map<String, NodeStatuses>> round;
  private long begunNanos;

  private record Known(Map<String, RawJson> statuses, long atNanos) {}

  StatusRounds(ClusterPort port, NodeClient client, LongSupplier nanoClock) {
    this.port = port;
    this.client = client;
    this.nanoClock = nanoClock;
  }

  /** The other nodes' statuses by node; without those of which nothing was ever heard. */
  CompletionStage<Map<String, NodeStatuses>> all() {
    CompletableFuture<Map<String, NodeStatuses>> begun;
    synchronized (this) {
      long now = nanoClock.getAsLong();
      CompletableFuture<Map<String, NodeStatuses>> last = round;
      if (last != null && now - begunNanos < KEPT.toNanos()) {
        return last.minimalCompletionStage();
      }
      begun = new CompletableFuture<>();
      round = begun;
      begunNanos = now;
    }
    List<ClusterView.Node> others = port.view().others();
    CompletableFuture<?>[] all =
        others.stream().map(this::ask).toArray(CompletableFuture<?>[]::new);
    var _ =
        CompletableFuture.allOf(all)
            .completeOnTimeout(null, LIMIT.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((done, failure) -> begun.complete(seen(others)));
    return begun.minimalCompletionStage();
  }

  /** What a node said of a stream last, and how long ago; nothing is asked. */
  synchronized Optional<NodeStatuses> last(String node) {
    return Optional.ofNullable(known.get(node)).map(each -> statuses(each, false));
  }

  /** Once at a time; the stage never fails. */
  private CompletableFuture<Boolean> ask(ClusterView.Node node) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    synchronized (this) {
      CompletableFuture<Boolean> under = asked.putIfAbsent(node.name(), answer);
      if (under != null) {
        return under;
      }
    }
    client
        .json(node, NodeRoutes.STATUSES, GIVEN_UP, MOST_BYTES)
        .thenApply(text -> text.map(JsonMembers::of))
        .whenComplete(
            (statuses, failure) -> {
              synchronized (this) {
                asked.remove(node.name());
                if (statuses != null && statuses.isPresent()) {
                  known.put(node.name(), new Known(statuses.get(), nanoClock.getAsLong()));
                }
              }
              answer.complete(failure == null);
            });
    return answer;
  }

  private synchronized Map<String, NodeStatuses> seen(List<ClusterView.Node> nodes) {
    List<String> names = nodes.stream().map(ClusterView.Node::name).toList();
    known.keySet().retainAll(names);
    Map<String, NodeStatuses> result = new LinkedHashMap<>();
    for (String name : names) {
      Known each = known.get(name);
      if (each != null) {
        result.put(name, statuses(each, each.atNanos() - begunNanos >= 0));
      }
    }
    return result;
  }

  private NodeStatuses statuses(Known each, boolean answers) {
    return new NodeStatuses(
        each.statuses(), Duration.ofNanos(nanoClock.getAsLong() - each.atNanos()), answers);
  }
}
