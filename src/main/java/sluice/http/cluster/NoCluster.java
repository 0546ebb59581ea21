package sluice.http.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A service on its own. */
final class NoCluster implements ClusterPort {
  @Override
  public boolean isCluster() {
    return false;
  }

  @Override
  public ClusterView view() {
    return ClusterView.EMPTY;
  }

  @Override
  public StreamPlacement placement(String stream) {
    return StreamPlacement.UNKNOWN;
  }

  @Override
  public CompletionStage<ClusterReply> drain(String node) {
    return refused();
  }

  @Override
  public CompletionStage<ClusterReply> endDrain(String node) {
    return refused();
  }

  @Override
  public CompletionStage<ClusterReply> move(String stream, String to) {
    return refused();
  }

  private static CompletionStage<ClusterReply> refused() {
    return CompletableFuture.completedStage(
        new ClusterReply.Refused("this service runs on its own"));
  }
}
