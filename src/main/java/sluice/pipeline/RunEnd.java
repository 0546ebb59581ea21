package sluice.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param failure why; null when it ended in order
 * @param leftOvers frames that stages had lost and the ledger had to close; 0 in a run that ended
 *     in order
 * @param detached whether the feed goes on and its frames wait for another run
 */
public record RunEnd(@Nullable Throwable failure, int leftOvers, boolean detached) {}
