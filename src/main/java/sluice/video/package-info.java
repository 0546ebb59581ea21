/**
 * Video in and out: FFmpeg and OpenCV for Java, in rooms. {@code demux} reads packets from files,
 * cameras and devices; {@code decode} makes pictures of them; {@code image} holds decoded pictures,
 * converts their pixels and draws; {@code encode} writes videos and JPEGs; {@code ffmpeg} is what
 * all of them need of the library itself; {@code proxy} and {@code tls} connect to servers in its
 * place. {@code VideoLibraries} loads the libraries for those that only ask whether they are there.
 * {@code decode} stands on {@code demux} and {@code image}, {@code encode} on {@code image}. Knows
 * nothing of stages; may use {@code sluice.core} (values and errors), and is the only place that
 * names {@code org.bytedeco}.
 *
 * <p>Decoding speaks FFmpeg's C API rather than JavaCV's FFmpegFrameGrabber, for these reasons: the
 * grabber opens and closes under one lock of the whole JVM, so that one silent camera stops all
 * others; it opens a failing address twice; it ignores the decoder's error codes; a read that waits
 * can't be cancelled; and its frames are borrowed, so that each would have to be copied. Here a
 * read ends within a tenth of a second after it was cancelled, damage is counted, and pictures are
 * references that outlive their decoder.
 *
 * <p>Native objects of these packages have no finalising deallocator: who owns one closes it, and a
 * forgotten one shows as a leak in the tests rather than being collected by chance.
 */
package sluice.video;
