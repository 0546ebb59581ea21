package sluice.http.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import sluice.json.JsonText;
import sluice.json.RawJson;
import sluice.service.query.StatusValues;
import sluice.service.query.StreamDirectory;

/**
 * The statuses of all nodes' streams, each with its node: this one's own, and what the others
 * answer. A stream that no node has gets a status that says why. Thread-safe.
 */
final class ClusterStatuses implements StatusValues {
  private static final long MOST_BYTES = 1L << 20;

  private final ClusterPort port;
  private final StatusValues own;
  private final StreamDirectory streams;
  private final NodeClient client;
  private final StatusRounds rounds;

  ClusterStatuses(
      ClusterPort port,
      StatusValues own,
      StreamDirectory streams,
      NodeClient client,
      StatusRounds rounds) {
    this.port = port;
    this.own = own;
    this.streams = streams;
    this.client = client;
    this.rounds = rounds;
  }

  @Override
  public CompletionStage<Map<String, Object>> all() {
    return rounds.all().thenCombine(own.all(), this::merged);
  }

  private Map<String, Object> merged(Map<String, NodeStatuses> others, Map<String, Object> mine) {
    ClusterView view = port.view();
    Map<String, String> havers = havers(others, mine.keySet(), view.self());
    Map<String, Object> result = new LinkedHashMap<>();
    for (String id : streams.ids()) {
      StreamPlacement placement = port.placement(id);
      Optional<String> node = placement.node().or(() -> Optional.ofNullable(havers.get(id)));
      PlacedStatus placed = PlacedStatus.of(placement, node);
      if (node.isEmpty()) {
        result.put(id, shown(placed, null));
      } else if (node.get().equals(view.self())) {
        Object status = mine.get(id);
        result.put(id, shown(placed, status == null ? null : JsonText.of(status)));
      } else {
        NodeStatuses said = others.get(node.get());
        result.put(id, ofOther(placed, said, id));
      }
    }
    return result;
  }

  private static Map<String, String> havers(
      Map<String, NodeStatuses> others, Set<String> mine, String self) {
    Map<String, String> result = new HashMap<>();
    others.forEach(
        (node, said) -> said.statuses().keySet().forEach(stream -> result.put(stream, node)));
    mine.forEach(stream -> result.put(stream, self));
    return result;
  }

  private static RawJson ofOther(PlacedStatus placed, @Nullable NodeStatuses said, String id) {
    if (said == null) {
      return shown(placed.unreachable(Optional.empty()), null);
    }
    RawJson status = said.statuses().get(id);
    Optional<Duration> age = status == null ? Optional.empty() : Optional.of(said.age());
    return shown(
        said.answers() ? placed : placed.unreachable(age), status == null ? null : status.text());
  }

  /** One object: where the stream is, then how it is. */
  private static RawJson shown(PlacedStatus placed, @Nullable String status) {
    String known = status == null ? JsonText.of(placed.withoutStatus()) : status;
    return JsonMembers.joined(JsonText.of(placed), known);
  }

  @Override
  public CompletionStage<Optional<Object>> one(String id) {
    ClusterView view = port.view();
    StreamPlacement placement = port.placement(id);
    PlacedStatus placed = PlacedStatus.of(placement, placement.node());
    Optional<String> other = placement.node().filter(node -> !node.equals(view.self()));
    if (other.isEmpty()) {
      return own.one(id)
          .thenApply(found -> Optional.of(shown(placed, found.map(JsonText::of).orElse(null))));
    }
    Optional<ClusterView.Node> node = view.node(other.get());
    if (node.isEmpty()) {
      return CompletableFuture.completedStage(Optional.of(lastKnown(placed, other.get(), id)));
    }
    return client
        .json(node.get(), NodeRoutes.STATUSES + "/" + id, StatusRounds.LIMIT, MOST_BYTES)
        .handle(
            (text, failure) ->
                Optional.of(
                    text == null
                        ? lastKnown(placed, other.get(), id)
                        : shown(placed, text.orElse(null))));
  }

  private RawJson lastKnown(PlacedStatus placed, String node, String id) {
    return ofOther(placed, rounds.last(node).orElse(null), id);
  }
}
