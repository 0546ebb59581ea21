package sluice.cluster.stream;

/**
 * Marks messages between nodes: {@link ClusterSerialization} binds them to CBOR. A node of another
 * release may know more members or fewer; so members are only ever added, and never change their
 * meaning.
 */
public interface ClusterMessage {}
