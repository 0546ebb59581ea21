/**
 * Video in and out: FFmpeg and OpenCV for Java. {@link sluice.video.Decoder} reads files, pictures
 * and cameras; {@link sluice.video.Scaler} turns a decoded picture into packed pixels. Knows
 * nothing of stages; may use {@code sluice.core} (values and errors), and is the only package that
 * names {@code org.bytedeco}.
 *
 * <p>Decoding speaks FFmpeg's C API rather than JavaCV's FFmpegFrameGrabber, for these reasons: the
 * grabber opens and closes under one lock of the whole JVM, so that one silent camera stops all
 * others; it opens a failing address twice; it ignores the decoder's error codes; a read that waits
 * can't be cancelled; and its frames are borrowed, so that each would have to be copied. Here a
 * read ends within a tenth of a second after it was cancelled, damage is counted, and pictures are
 * references that outlive their decoder.
 *
 * <p>Native objects of this package have no finalising deallocator: who owns one closes it, and a
 * forgotten one shows as a leak in the tests rather than being collected by chance.
 */
package sluice.video;
