package sluice.core.recording;

import java.time.Instant;

/**
 * A run of a recording: what a source gave without a jump in time and with the same parameters, one
 * file after the other. Its media time begins at 0.
 *
 * @param id in the index of its store, above 0
 * @param stream its stream's id
 * @param beganAt when its first picture came; of a stream's runs no two have the same
 * @param codecs of its video, and its sound where there is some, as RFC 6381 names them: {@code
 *     avc1.64001f,mp4a.40.2}
 * @param width of the coded pictures, in pixels
 * @param height of the coded pictures, in pixels
 * @param audio whether it has sound
 */
public record RecordedRun(
    long id, String stream, Instant beganAt, String codecs, int width, int height, boolean audio) {}
