package sluice.cluster.stream;

import java.time.Duration;

/**
 * A member that was removed from the cluster.
 *
 * @param orderly whether it left by itself, after it had ended its streams; they are free at once
 *     then. The streams of one that was downed are free when the margin is over
 * @param since how long ago
 */
public record GoneNode(NodeId id, boolean orderly, Duration since) {}
