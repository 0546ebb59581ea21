package sluice.cluster.stream;

import java.util.OptionalDouble;

/**
 * A stream at a node, as its agent reports it.
 *
 * @param epoch of the last command about it that the agent has followed
 * @param version of the desired state that it runs with
 * @param halting whether it was told to end and has not ended
 * @param weight as measured; empty as long as that is not known
 */
public record ReportedRun(
    String id, long epoch, long version, boolean halting, OptionalDouble weight) {}
