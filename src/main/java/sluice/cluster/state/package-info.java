/**
 * What all nodes of a cluster keep together: streams that were added through the API, pauses, and
 * counts of lines, in Distributed Data that is durable on each node.
 *
 * <p>Streams are changed by one writer at a time, {@link sluice.cluster.state.StreamWriter}, which
 * acknowledges what a majority has on the disk; counts are written by the node that has the stream.
 */
package sluice.cluster.state;
