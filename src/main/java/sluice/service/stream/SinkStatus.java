package sluice.service.stream;

import java.util.Optional;

/**
 * A sink of a stream.
 *
 * @param name as the configuration calls it
 * @param healthy whether results are being written
 * @param written results that were
 * @param lost results that were not, because the place is full or gone, or the sink too slow
 * @param lastError the last thing that went wrong, in one line
 */
public record SinkStatus(
    String name, boolean healthy, long written, long lost, Optional<String> lastError) {}
