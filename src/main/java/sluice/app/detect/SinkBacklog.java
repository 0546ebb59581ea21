package sluice.app.detect;

import java.util.Optional;

/**
 * What waits for the far side of a sink.
 *
 * @param sink the sink's name
 * @param messages how many
 * @param error why the last try failed; absent where it didn't
 */
public record SinkBacklog(String sink, long messages, Optional<String> error) {}
