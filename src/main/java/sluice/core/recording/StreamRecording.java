package sluice.core.recording;

import java.time.Instant;

/**
 * What is kept of a stream.
 *
 * @param stream its id
 * @param segments files, at least one
 * @param bytes of all of them
 * @param oldest begin of the first
 * @param newest end of the last
 */
public record StreamRecording(
    String stream, long segments, long bytes, Instant oldest, Instant newest) {}
