package sluice.stage.sink;

import java.util.Optional;

/**
 * How a sink that never gives up is doing.
 *
 * @param healthy whether the last result was written
 * @param written results that were
 * @param lost results that could not be
 * @param lastError why, the last time, in one line
 */
public record SinkHealth(boolean healthy, long written, long lost, Optional<String> lastError) {}
