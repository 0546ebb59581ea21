package sluice.cluster.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.cluster.state.StateReplicator.Outcome;
import sluice.cluster.state.StateReplicator.Reach;
import sluice.core.Direction;

/**
 * Counts of lines in the cluster. The node that has a stream writes its counts; whoever has it next
 * goes on with them. A node that lost a stream without knowing writes in vain: its epoch is lower.
 * Thread-safe; nothing blocks.
 */
public final class ClusterCounts {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterCounts.class);

  /** Of one stream: more would leave no room for the others beside it. */
  private static final int MOST_BYTES = 48 << 10;

  private final StateReplicator replicator;

  /** Streams of this node, with what it wrote of them last. */
  private final Map<String, CountsRecord> own = new HashMap<>();

  ClusterCounts(StateReplicator replicator) {
    this.replicator = replicator;
  }

  /**
   * This node has a stream from now on.
   *
   * @param epoch of its run, higher than those of all its runs before
   * @return what was counted so far, by line, direction and label: by a majority's account, and by
   *     this node's own where none answers within 3 s; never fails
   */
  public CompletionStage<Map<String, Map<Direction, Map<String, Long>>>> begin(
      String stream, long epoch) {
    StateKey<CountsBucket> key = StateKey.ofCounts(stream);
    return replicator
        .read(key, Reach.MAJORITY)
        .exceptionallyCompose(_ -> replicator.read(key, Reach.LOCAL))
        .exceptionally(_ -> Optional.empty())
        .thenApply(
            bucket -> {
              CountsRecord found = bucket.orElse(CountsBucket.EMPTY).get(stream);
              synchronized (own) {
                own.put(stream, new CountsRecord(epoch, 0, found.lines()));
              }
              return plain(found);
            });
  }

  /**
   * Keeps counts of streams that this node has, where they have changed; those of other streams are
   * passed over.
   *
   * @param counts by stream
   * @return whether this node's disk has them; the others get them within seconds. Never fails
   */
  public CompletionStage<Boolean> keep(
      Map<String, Map<String, Map<Direction, Map<String, Long>>>> counts) {
    Map<StateKey<CountsBucket>, Map<String, CountsRecord>> changed = new HashMap<>();
    synchronized (own) {
      counts.forEach(
          (stream, lines) ->
              next(stream, lines)
                  .ifPresent(
                      record ->
                          changed
                              .computeIfAbsent(StateKey.ofCounts(stream), _ -> new HashMap<>())
                              .put(stream, record)));
    }
    List<CompletableFuture<Outcome>> writes = new ArrayList<>();
    changed.forEach(
        (key, records) ->
            writes.add(
                replicator
                    .write(key, CountsBucket.EMPTY, Reach.LOCAL, bucket -> bucket.with(records))
                    .toCompletableFuture()));
    return CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new))
        .thenApply(
            _ ->
                !replicator.health().isFailing()
                    && writes.stream().allMatch(write -> write.join() == Outcome.KEPT));
  }

  private Optional<CountsRecord> next(
      String stream, Map<String, Map<Direction, Map<String, Long>>> lines) {
    CountsRecord last = own.get(stream);
    if (last == null) {
      return Optional.empty();
    }
    CountsRecord record = CountsRecord.of(last.epoch(), last.sequence() + 1, lines);
    if (record.lines().equals(last.lines())) {
      return Optional.empty();
    }
    own.put(stream, record);
    if (record.size() > MOST_BYTES) {
      if (last.size() <= MOST_BYTES) {
        LOG.warn(
            "counts of lines of stream {} are not kept any more: {} bytes (expected: at most {};"
                + " fewer lines or labels)",
            stream,
            record.size(),
            MOST_BYTES);
      }
      return Optional.empty();
    }
    return Optional.of(record);
  }

  /**
   * Hands a stream over: its run has ended, and this node has it no more.
   *
   * @param lines its last counts
   * @return whether a majority has them on the disk, within 3 s; where not, they come to the others
   *     later, or not at all. Never fails
   */
  public CompletionStage<Boolean> flush(
      String stream, Map<String, Map<Direction, Map<String, Long>>> lines) {
    CountsRecord record;
    synchronized (own) {
      next(stream, lines);
      CountsRecord last = own.remove(stream);
      if (last == null || last.sequence() == 0 || last.size() > MOST_BYTES) {
        return CompletableFuture.completedFuture(last != null);
      }
      record = last;
    }
    return write(stream, record, Reach.MAJORITY)
        .thenCompose(
            outcome ->
                outcome == Outcome.NOT_MADE
                    ? write(stream, record, Reach.LOCAL).thenApply(_ -> false)
                    : CompletableFuture.completedFuture(outcome == Outcome.KEPT));
  }

  private CompletionStage<Outcome> write(String stream, CountsRecord record, Reach reach) {
    return replicator.write(
        StateKey.ofCounts(stream),
        CountsBucket.EMPTY,
        reach,
        bucket -> bucket.with(Map.of(stream, record)));
  }

  /**
   * A stream of this node was removed for good: one that comes under its name begins at 0.
   *
   * @return as {@link #flush}
   */
  public CompletionStage<Boolean> forget(String stream) {
    return flush(stream, Map.of());
  }

  private static Map<String, Map<Direction, Map<String, Long>>> plain(CountsRecord record) {
    Map<String, Map<Direction, Map<String, Long>>> lines = new HashMap<>();
    record
        .lines()
        .forEach(
            (line, directions) -> {
              Map<Direction, Map<String, Long>> byDirection = new HashMap<>();
              directions.forEach((direction, labels) -> byDirection.put(direction, labels));
              lines.put(line, byDirection);
            });
    return lines;
  }
}
