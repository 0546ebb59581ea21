package sluice.cluster.stream;

import sluice.cluster.ClusterNode;

/**
 * Identifies one life of a node: started again it has the same address and another number.
 *
 * @param address host and port, as operators see it
 * @param uid the number that the cluster gave it
 */
public record NodeId(String address, long uid) {
  /** That of a member. */
  public static NodeId of(ClusterNode node) {
    return new NodeId(node.address().toString(), node.uid());
  }

  @Override
  public String toString() {
    return address;
  }
}
