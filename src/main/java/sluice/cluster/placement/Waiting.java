package sluice.cluster.placement;

/**
 * A stream that can't be placed for now, or can't be moved from a node that leaves.
 *
 * @param reason in words of an operator, as the end of "waits: "
 */
public record Waiting(String id, String reason) {}
