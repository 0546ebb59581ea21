package sluice.config.sink;

import java.time.Duration;

/**
 * Settings of the spool, the files in which a sink's messages wait until the far side has
 * acknowledged them.
 *
 * @param maxSize most bytes of one stream's messages; above it the oldest are lost
 * @param maxAge age at which a message that nobody took is lost
 * @param sync how long a message may be in the system's memory alone, lost where the power fails;
 *     0: every message is forced to the disk by itself
 */
public record SpoolConfig(long maxSize, Duration maxAge, Duration sync) {}
