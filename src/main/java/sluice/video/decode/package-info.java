/**
 * Decoding: from the packets of a demuxer to pictures with times, through {@link
 * sluice.video.decode.Decoder}. Depends on {@code sluice.video.demux}, {@code sluice.video.image},
 * {@code sluice.video.ffmpeg} and {@code sluice.core}.
 */
package sluice.video.decode;
