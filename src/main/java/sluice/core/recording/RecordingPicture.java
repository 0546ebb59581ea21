package sluice.core.recording;

import java.time.Instant;

/**
 * A picture of a recording.
 *
 * @param segment {@link RecordedSegment#id} of its file
 * @param at when it was shown, a little before the time that was asked for
 * @param jpeg not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, not compared
public record RecordingPicture(long segment, Instant at, byte[] jpeg) {}
