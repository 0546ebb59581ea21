package sluice.app.cluster;

import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import sluice.testing.ApiClient;

/**
 * A client that changes streams of its own through the API of one node after the other, and knows
 * what they may be then. The streams need a label that no node has: they never run.
 */
final class StreamChanges implements Runnable {
  /** What a stream of the API is read as. */
  static final String NO_STREAM = "none";

  private static final int STREAMS = 12;
  private static final int RATES = 50;
  private static final long PAUSE_NANOS = 150_000_000;

  private final List<String> ids;
  private final Supplier<List<ApiClient>> nodes;
  private final AtomicBoolean over;
  private final AtomicInteger acknowledged;
  private final Random random;
  private final Map<String, Set<String>> possible = new TreeMap<>();
  private int unsure;
  private int refused;

  /**
   * A client.
   *
   * @param number tells its streams from those of other clients
   * @param nodes clients of the nodes that are there
   * @param over ends it
   * @param acknowledged counts the changes that were acknowledged
   */
  StreamChanges(
      int number,
      Supplier<List<ApiClient>> nodes,
      AtomicBoolean over,
      AtomicInteger acknowledged,
      long seed) {
    this.ids = IntStream.range(0, STREAMS).mapToObj(i -> "c%d-%02d".formatted(number, i)).toList();
    this.nodes = nodes;
    this.over = over;
    this.acknowledged = acknowledged;
    this.random = new Random(seed + number);
    ids.forEach(id -> possible.put(id, Set.of(NO_STREAM)));
  }

  @Override
  public void run() {
    while (!over.get()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      List<ApiClient> there = nodes.get();
      if (!there.isEmpty()) {
        change(there.get(random.nextInt(there.size())), ids.get(random.nextInt(ids.size())));
      }
    }
  }

  private void change(ApiClient node, String id) {
    String path = ApiClient.STREAMS + "/" + id;
    int rate = 1 + random.nextInt(RATES);
    String settings =
        "\"source\": \"demo:\", \"detect-fps\": %d, \"placement\": {\"needs\": [\"nowhere\"]}"
            .formatted(rate);
    boolean maybeThere = !mayBe(id).equals(Set.of(NO_STREAM));
    if (!maybeThere) {
      String body = "{\"id\": \"%s\", %s}".formatted(id, settings);
      ask(node, "POST", ApiClient.STREAMS, body, id, _ -> state(rate, false));
      return;
    }
    switch (random.nextInt(5)) {
      case 0 -> ask(node, "DELETE", path, "", id, _ -> NO_STREAM);
      case 1 -> ask(node, "POST", path + "/pause", "{}", id, before -> rested(before, true));
      case 2 -> ask(node, "POST", path + "/resume", "{}", id, before -> rested(before, false));
      default ->
          ask(
              node,
              "PUT",
              path,
              "{" + settings + "}",
              id,
              before -> state(rate, before.endsWith("paused")));
    }
  }

  private static String state(int rate, boolean paused) {
    return rate + (paused ? " paused" : "");
  }

  private static String rested(String before, boolean paused) {
    return before.equals(NO_STREAM)
        ? before
        : state(Integer.parseInt(before.split(" ")[0]), paused);
  }

  private void ask(
      ApiClient node,
      String method,
      String path,
      String body,
      String id,
      UnaryOperator<String> becomes) {
    Set<String> before = mayBe(id);
    Set<String> after = new LinkedHashSet<>();
    before.forEach(each -> after.add(becomes.apply(each)));
    try {
      ApiClient.Answer answer = node.send(method, path, body);
      if (answer.isDone()) {
        acknowledged.incrementAndGet();
        possible.put(id, after);
        return;
      }
      if (answer.status() < 500 || answer.body().contains("it was not made")) {
        refused++;
        return;
      }
    } catch (UncheckedIOException ended) {
      // as one that was not answered
    }
    unsure++;
    after.addAll(before);
    possible.put(id, after);
  }

  /** What a stream may be, as {@link #read} has it; once this client has ended. */
  Set<String> mayBe(String id) {
    return possible.getOrDefault(id, Set.of());
  }

  /** The streams of this client. */
  List<String> ids() {
    return ids;
  }

  /** How many changes were answered so that nobody knows; once this client has ended. */
  int unsure() {
    return unsure;
  }

  /** How many changes were refused; once this client has ended. */
  int refused() {
    return refused;
  }

  /** All streams of such clients as a node has them. */
  static Map<String, String> read(ApiClient node) {
    Map<String, String> states = new TreeMap<>();
    for (var stream : node.get(ApiClient.STREAMS).json()) {
      String id = stream.path("id").asText();
      if (id.matches("c\\d+-\\d\\d")) {
        states.put(id, state(stream.path("detect-fps").asInt(), stream.path("paused").asBoolean()));
      }
    }
    return states;
  }
}
