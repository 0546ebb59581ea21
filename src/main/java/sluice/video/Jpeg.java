package sluice.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
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
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/** Single pictures as JPEG (JFIF: BT.601, full range). */
public final class Jpeg {
  /** FFmpeg's scale of the quantiser, 2 (best) to 31: hardly told from the original. */
  private static final int QUANTISER = 3;

  private static final int UNCHANGED = 1 << 16;

  private Jpeg() {}

  /**
   * Encodes a canvas, which stays the caller's; a few milliseconds for a megapixel.
   *
   * @throws SluiceException INTERNAL when FFmpeg can't
   */
  public static byte[] encode(Canvas canvas) {
    AVCodecContext context = avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_MJPEG));
    AVFrame frame = av_frame_alloc();
    AVPacket packet = av_packet_alloc();
    try {
      context
          .width(canvas.width())
          .height(canvas.height())
          .pix_fmt(AV_PIX_FMT_YUVJ420P)
          .color_range(AVCOL_RANGE_JPEG)
          .flags(context.flags() | AV_CODEC_FLAG_QSCALE)
          .global_quality(QUANTISER * FF_QP2LAMBDA)
          .thread_count(1);
      context.time_base().num(1).den(1);
      check(avcodec_open2(context, context.codec(), (AVDictionary) null));
      frame
          .format(AV_PIX_FMT_YUVJ420P)
          .width(canvas.width())
          .height(canvas.height())
          .color_range(AVCOL_RANGE_JPEG)
          .quality(QUANTISER * FF_QP2LAMBDA);
      check(av_frame_get_buffer(frame, 0));
      fill(frame, canvas);
      check(avcodec_send_frame(context, frame));
      check(avcodec_receive_packet(context, packet));
      byte[] bytes = new byte[packet.size()];
      packet.data().get(bytes);
      return bytes;
    } finally {
      av_packet_free(packet);
      av_frame_free(frame);
      avcodec_free_context(context);
    }
  }

  private static void fill(AVFrame frame, Canvas canvas) {
    int width = canvas.width();
    int height = canvas.height();
    SwsContext converter =
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
    if (converter == null) {
      throw failure("no conversion for " + width + "x" + height + " pictures");
    }
    try (PointerPointer<?> source = new PointerPointer<>(1);
        IntPointer stride = new IntPointer(1);
        PointerPointer<?> target = new PointerPointer<>(frame)) {
      IntPointer table = sws_getCoefficients(SWS_CS_ITU601);
      sws_setColorspaceDetails(converter, table, 1, table, 1, 0, UNCHANGED, UNCHANGED);
      source.put(0, canvas.pointer());
      stride.put(0, canvas.stride());
      check(sws_scale(converter, source, stride, 0, height, target, frame.linesize()));
    } finally {
      sws_freeContext(converter);
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
}
