package sluice.app.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sluice.app.cluster.ResultCollector.Result;

/** What becomes of streams from a moment on, by their results. For one thread. */
final class StreamsSince {
  private final ResultCollector results;
  private final List<String> streams;
  private final Map<String, Result> before = new HashMap<>();
  private final Instant at = Instant.now();

  /** The moment is now; each stream has given results. */
  StreamsSince(ResultCollector results, List<String> streams) {
    this.results = results;
    this.streams = streams;
    for (String stream : streams) {
      before.put(stream, newest(results, stream));
    }
  }

  private static Result newest(ResultCollector results, String stream) {
    return results
        .newest(stream)
        .orElseThrow(() -> new IllegalStateException("stream " + stream + " gave no results"));
  }

  /** The moment. */
  Instant at() {
    return at;
  }

  /** Those that ran at a node. */
  List<String> on(int node) {
    return streams.stream().filter(id -> before(id).node() == node).toList();
  }

  /** Those that ran elsewhere. */
  List<String> besides(int node) {
    return streams.stream().filter(id -> before(id).node() != node).toList();
  }

  private Result before(String stream) {
    Result result = before.get(stream);
    if (result == null) {
      throw new IllegalArgumentException(stream);
    }
    return result;
  }

  /** Whether another run of a stream gives results now. */
  boolean hasMoved(String stream) {
    return results
        .newest(stream)
        .filter(now -> now.order().compareTo(before(stream).order()) > 0)
        .isPresent();
  }

  /** How many of some have moved. */
  long moved(List<String> some) {
    return some.stream().filter(this::hasMoved).count();
  }

  /** The first result of a run after that of the moment. */
  private Optional<Result> first(String stream) {
    return results.of(stream).stream()
        .filter(result -> result.order().compareTo(before(stream).order()) > 0)
        .findFirst();
  }

  /** From the moment to a stream's first result of another run, seconds; for those that moved. */
  Optional<Double> back(String stream) {
    return first(stream).map(result -> seconds(at, result.at()));
  }

  /** From the last result of the run of the moment to the first of another run, seconds. */
  Optional<Double> gap(String stream) {
    String order = before(stream).order();
    Optional<Instant> last =
        results.of(stream).stream()
            .filter(result -> result.order().equals(order))
            .map(Result::at)
            .reduce((_, later) -> later);
    return first(stream).flatMap(next -> last.map(from -> seconds(from, next.at())));
  }

  /** From the begin of another run to its first result, seconds. */
  Optional<Double> opening(String stream) {
    return first(stream)
        .flatMap(next -> results.startBefore(next).map(from -> seconds(from, next.at())));
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1e3;
  }

  /** Results of some since the moment, over those of a time as long before. */
  double rate(List<String> some, Duration window) {
    long earlier = count(some, at.minus(window), at);
    return earlier == 0 ? 0 : (double) count(some, at, at.plus(window)) / earlier;
  }

  private long count(List<String> some, Instant from, Instant to) {
    return some.stream()
        .flatMap(id -> results.of(id).stream())
        .filter(result -> !result.at().isBefore(from) && result.at().isBefore(to))
        .count();
  }

  /** How many streams each node has now, by their newest results. */
  static Map<Integer, Integer> nodes(ResultCollector results, List<String> streams) {
    Map<Integer, Integer> nodes = new TreeMap<>();
    for (String stream : streams) {
      results.newest(stream).ifPresent(result -> nodes.merge(result.node(), 1, Integer::sum));
    }
    return nodes;
  }

  /** How many streams each node had at the moment. */
  Map<Integer, Integer> nodes() {
    Map<Integer, Integer> nodes = new TreeMap<>();
    before.values().forEach(result -> nodes.merge(result.node(), 1, Integer::sum));
    return nodes;
  }

  /**
   * The fewest moves after which no node has less than nine tenths of what another has.
   *
   * @param nodes how many streams each node has, also those with none; of equal weights
   */
  static int leastMoves(Map<Integer, Integer> nodes) {
    int[] counts = nodes.values().stream().mapToInt(Integer::intValue).sorted().toArray();
    int moves = 0;
    while (counts[0] < 0.9 * counts[counts.length - 1]
        && counts[counts.length - 1] > counts[0] + 1) {
      counts[0]++;
      counts[counts.length - 1]--;
      Arrays.sort(counts);
      moves++;
    }
    return moves;
  }
}
