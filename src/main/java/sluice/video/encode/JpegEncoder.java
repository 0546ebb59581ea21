package sluice.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.video.image.Canvas;

/**
 * Encodes canvases of one size as JPEG (JFIF: BT.601, full range), each by itself. Used by one
 * thread at a time; its creator closes it.
 */
public final class JpegEncoder implements AutoCloseable {
  /** FFmpeg's scale of the quantiser, 2 (best) to 31: visually lossless. */
  public static final int FINE = 3;

  /**
   * For pictures that are replaced a moment later: some traces at sharp edges, two thirds of the
   * bytes.
   */
  public static final int LIVE = 6;

  private static final int UNCHANGED = 1 << 16;

  private final int width;
  private final int height;
  private final AVCodecContext context;
  private final AVFrame frame;
  private final AVPacket packet = av_packet_alloc();
  private final PointerPointer<?> source = new PointerPointer<>(1);
  private final IntPointer stride = new IntPointer(1);
  private final PointerPointer<?> target;
  private @Nullable SwsContext converter;
  private boolean closed;

  /**
   * An encoder for canvases of a size.
   *
   * @param width pixels
   * @param height pixels
   * @param quantiser {@link #FINE} or {@link #LIVE}
   * @throws SluiceException INTERNAL when FFmpeg can't
   */
  public JpegEncoder(int width, int height, int quantiser) {
    this.width = width;
    this.height = height;
    context = avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_MJPEG));
    frame = av_frame_alloc();
    target = new PointerPointer<>(frame);
    try {
      open(quantiser * FF_QP2LAMBDA);
    } catch (RuntimeException | Error failure) {
      close();
      throw failure;
    }
  }

  private void open(int quality) {
    context
        .width(width)
        .height(height)
        .pix_fmt(AV_PIX_FMT_YUVJ420P)
        .color_range(AVCOL_RANGE_JPEG)
        .flags(context.flags() | AV_CODEC_FLAG_QSCALE)
        .global_quality(quality)
        .thread_count(1);
    context.time_base().num(1).den(1);
    check(avcodec_open2(context, context.codec(), (AVDictionary) null));
    frame
        .format(AV_PIX_FMT_YUVJ420P)
        .width(width)
        .height(height)
        .color_range(AVCOL_RANGE_JPEG)
        .quality(quality);
    check(av_frame_get_buffer(frame, 0));
    SwsContext made =
        sws_getContext(
            width,
            height,
            AV_PIX_FMT_BGR24,
            width,
            height,
            AV_PIX_FMT_YUVJ420P,
            SWS_BILINEAR,
            null,
            null,
            (DoublePointer) null);
    if (made == null) {
      throw failure("no conversion for " + width + "x" + height + " pictures");
    }
    converter = made;
    IntPointer table = sws_getCoefficients(SWS_CS_ITU601);
    sws_setColorspaceDetails(made, table, 1, table, 1, 0, UNCHANGED, UNCHANGED);
  }

  /**
   * Encodes a canvas, which stays the caller's; a few milliseconds for a megapixel.
   *
   * @throws IllegalArgumentException when the canvas has another size
   * @throws IllegalStateException after {@link #close}
   * @throws SluiceException INTERNAL when FFmpeg can't
   */
  public byte[] encode(Canvas canvas) {
    if (closed) {
      throw new IllegalStateException("the encoder is closed");
    }
    if (canvas.width() != width || canvas.height() != height) {
      throw new IllegalArgumentException(
          "canvas: %dx%d (expected: %dx%d)"
              .formatted(canvas.width(), canvas.height(), width, height));
    }
    check(av_frame_make_writable(frame));
    source.put(0, canvas.pointer());
    stride.put(0, canvas.stride());
    check(sws_scale(converter, source, stride, 0, height, target, frame.linesize()));
    check(avcodec_send_frame(context, frame));
    check(avcodec_receive_packet(context, packet));
    try {
      byte[] bytes = new byte[packet.size()];
      packet.data().get(bytes);
      return bytes;
    } finally {
      av_packet_unref(packet);
    }
  }

  private static void check(int result) {
    if (result < 0) {
      throw failure("FFmpeg says " + result);
    }
  }

  private static SluiceException failure(String why) {
    return new SluiceException(ErrorCode.INTERNAL, "the picture can't be encoded: " + why);
  }

  /** Frees what FFmpeg holds. Closing twice does nothing the second time. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    source.close();
    stride.close();
    target.close();
    sws_freeContext(converter);
    av_packet_free(packet);
    av_frame_free(frame);
    avcodec_free_context(context);
  }
}
