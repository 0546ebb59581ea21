package sluice.app.scene;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sluice.cluster.state.ClusterCounts;
import sluice.core.Direction;

/**
 * Counts of lines of a node of a cluster, kept by the cluster: they go with their stream from node
 * to node. Thread-safe.
 */
public final class ClusterCountsStore implements CountsStore {
  private static final int LIMIT_SECONDS = 15;

  private final ClusterCounts counts;
  private final StreamScenes scenes;
  private final Set<String> here = ConcurrentHashMap.newKeySet();

  /** Of a node that has no stream yet. */
  public ClusterCountsStore(ClusterCounts counts, StreamScenes scenes) {
    this.counts = counts;
    this.scenes = scenes;
  }

  /**
   * A stream comes to this node, and goes on with its counts; to be waited for before its run
   * begins.
   *
   * @param epoch of the run, higher than those of its runs before
   * @return completed after a few seconds at the latest; never fails
   */
  public CompletionStage<Void> begin(String stream, long epoch) {
    return counts
        .begin(stream, epoch)
        .thenAccept(
            lines -> {
              scenes.restore(new KeptCounts(Map.of(stream, lines)));
              here.add(stream);
            });
  }

  /**
   * A stream leaves this node: its run has ended, and its scene is still there.
   *
   * @return whether the others have its counts, after 3 s at the latest; never fails
   */
  public CompletionStage<Boolean> end(String stream) {
    here.remove(stream);
    return counts.flush(stream, scenes.crossings(stream));
  }

  /** A stream of this node was removed for good. */
  public void forget(String stream) {
    here.remove(stream);
    counts.forget(stream);
  }

  @Override
  public String name() {
    return "counts of the cluster";
  }

  /** Nothing: each stream brings its counts with it. */
  @Override
  public KeptCounts read() {
    return KeptCounts.NONE;
  }

  @Override
  public void write(KeptCounts all) throws IOException {
    Map<String, Map<String, Map<Direction, Map<String, Long>>>> own = new TreeMap<>();
    for (String stream : here) {
      own.put(stream, all.streams().getOrDefault(stream, Map.of()));
    }
    try {
      if (!counts.keep(own).toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("this node's disk has not taken them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the service ends", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("this node's disk does not answer", e);
    }
  }
}
