package sluice.cluster.stream;

/**
 * Identifies one life of a node: started again it has the same address and another number.
 *
 * @param address host and port, as operators see it
 * @param uid the number that the cluster gave it
 */
public record NodeId(String address, long uid) {
  @Override
  public String toString() {
    return address;
  }
}
