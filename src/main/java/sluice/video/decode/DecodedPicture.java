package sluice.video.decode;

import sluice.core.Picture;

/**
 * A picture as it left the decoder.
 *
 * @param picture a reference that the receiver closes
 * @param timestampNanos media time since the first picture; grows with every picture, also where
 *     the input's own clock jumps back or says nothing
 * @param decodeNanos time spent on getting and decoding this picture; waiting for the network is
 *     left out
 * @param damaged whether the decoder had to guess parts of it
 */
public record DecodedPicture(
    Picture picture, long timestampNanos, long decodeNanos, boolean damaged) {}
