package sluice.video.mux;

import java.time.Duration;

/**
 * A fragment of a recording: a {@code moof} box and its {@code mdat}, which play after the
 * initialisation that their muxer gave.
 *
 * @param bytes both boxes; the receiver's
 * @param start media time of the picture that is shown first
 * @param end media time at which the picture that is shown last ends
 * @param keyFrame whether it begins with a key frame, so that decoding can begin here
 * @param pictures pictures in it, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
public record Fragment(
    byte[] bytes, Duration start, Duration end, boolean keyFrame, int pictures) {}
