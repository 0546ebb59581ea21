package sluice.video.encode;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import sluice.video.image.Canvas;

/**
 * The picture that an encoder takes, filled from canvases of the same size. Used by one thread at a
 * time.
 */
final class EncoderPicture implements AutoCloseable {
  private static final int UNCHANGED = 1 << 16;

  private final AVFrame frame;
  private final SwsContext converter;
  private final PointerPointer<?> source = new PointerPointer<>(1);
  private final IntPointer sourceStride = new IntPointer(1);
  private final Path file;

  EncoderPicture(EncoderFormat format, Path file) {
    this.file = file;
    frame = frame(format, file);
    converter = converter(format);
    if (converter == null) {
      av_frame_free(frame);
      throw EncoderErrors.failure(
          file, "no conversion for " + format.width() + "x" + format.height() + " pictures");
    }
  }

  private static AVFrame frame(EncoderFormat format, Path file) {
    AVFrame frame = av_frame_alloc();
    if (frame == null) {
      throw new OutOfMemoryError("FFmpeg can't allocate a picture");
    }
    frame
        .format(AV_PIX_FMT_YUV420P)
        .width(format.width())
        .height(format.height())
        .colorspace(format.matrix())
        .color_primaries(format.primaries())
        .color_trc(format.transfer())
        .color_range(AVCOL_RANGE_MPEG);
    int status = av_frame_get_buffer(frame, 0);
    if (status < 0) {
      av_frame_free(frame);
    }
    EncoderErrors.check(status, file);
    return frame;
  }

  private static SwsContext converter(EncoderFormat format) {
    int width = format.width();
    int height = format.height();
    SwsContext context =
        sws_getContext(
            width,
            height,
            AV_PIX_FMT_BGR24,
            width,
            height,
            AV_PIX_FMT_YUV420P,
            SWS_BILINEAR,
            null,
            null,
            (DoublePointer) null);
    if (context != null) {
      IntPointer table = sws_getCoefficients(format.coefficients());
      sws_setColorspaceDetails(context, table, 1, table, 0, 0, UNCHANGED, UNCHANGED);
    }
    return context;
  }

  /** Converts the canvas; the result is valid until the next call. */
  AVFrame fill(Canvas canvas, long ticks, long durationTicks) {
    EncoderErrors.check(av_frame_make_writable(frame), file);
    source.put(0, canvas.pointer());
    sourceStride.put(0, canvas.stride());
    int rows =
        sws_scale(
            converter,
            source,
            sourceStride,
            0,
            frame.height(),
            new PointerPointer<>(frame),
            frame.linesize());
    EncoderErrors.check(rows, file);
    return frame.pts(ticks).duration(durationTicks);
  }

  @Override
  public void close() {
    sws_freeContext(converter);
    source.close();
    sourceStride.close();
    av_frame_free(frame);
  }
}
