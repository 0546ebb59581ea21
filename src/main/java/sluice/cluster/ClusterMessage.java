package sluice.cluster;

/**
 * Message that goes to another node: a record, written as CBOR by Jackson. Nodes of the next and of
 * the last release read it too: a component that is unknown is passed over, so one that is added
 * must make sense where it is absent, and none is renamed. What isn't marked so does not leave a
 * node.
 */
public interface ClusterMessage {}
