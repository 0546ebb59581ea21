package sluice.http.cluster;

import java.util.concurrent.CompletionStage;

/**
 * The port to the cluster: who is in it, and where streams run, as this node knows it now.
 * Thread-safe. What is read answers at once, and is called for each request: it must not block.
 */
public interface ClusterPort {
  /** A service on its own. */
  ClusterPort NONE = new NoCluster();

  /** Whether there is a cluster; the same for ever. */
  boolean isCluster();

  /** The nodes. */
  ClusterView view();

  /** Where a stream runs; {@link StreamPlacement#UNKNOWN} where this node doesn't know. */
  StreamPlacement placement(String stream);

  /**
   * Gives a node's streams away, and places none on it from now on.
   *
   * @param node one of {@link #view}
   * @return the placer's answer; fails with a {@link sluice.core.SluiceException} when none came
   */
  CompletionStage<ClusterReply> drain(String node);

  /**
   * Lets a node that was drained take streams again.
   *
   * @param node one of {@link #view}
   * @return as {@link #drain}
   */
  CompletionStage<ClusterReply> endDrain(String node);

  /**
   * Moves a stream.
   *
   * @param to one of {@link #view}
   * @return as {@link #drain}
   */
  CompletionStage<ClusterReply> move(String stream, String to);
}
