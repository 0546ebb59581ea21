package sluice.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * An open encoder of FFmpeg's for pictures in yuv420p; owns its context. Used by one thread at a
 * time.
 */
final class EncoderCodec implements AutoCloseable {
  /** Cisco's H.264 encoder. */
  static final String OPENH264 = "libopenh264";

  private static final int OPENH264_LEAST_SIDE = 16;
  private static final long OPENH264_MOST_PIXELS = 9_437_184;
  private static final int BLOCK_SIDE = 16;

  private final AVCodecContext context;
  private final String name;
  private final Path file;

  private EncoderCodec(AVCodecContext context, String name, Path file) {
    this.context = context;
    this.name = name;
    this.file = file;
  }

  /**
   * Opens the first encoder that really opens: a build lists more of them than its machine can run.
   *
   * @param names FFmpeg's names of encoders, best first
   * @param format what the pictures are like
   * @param file the file in the making, for messages
   * @throws sluice.core.SluiceException OUTPUT when none opens
   */
  static EncoderCodec openFirst(List<String> names, EncoderFormat format, Path file) {
    StringJoiner tried = new StringJoiner(", ");
    for (String name : names) {
      AVCodec codec = avcodec_find_encoder_by_name(name);
      AVCodecContext context = codec == null || !suits(name, format) ? null : open(codec, format);
      if (context != null) {
        return new EncoderCodec(context, name, file);
      }
      tried.add(name);
    }
    throw EncoderErrors.failure(
        file,
        "no encoder takes "
            + format.width()
            + "x"
            + format.height()
            + " pictures (tried: "
            + tried
            + ")",
        "choose a size between 16x16 and 4096x2304");
  }

  /**
   * OpenH264 opens for the tiniest sizes and fails at the first picture; the largest it refuses,
   * with much noise.
   */
  private static boolean suits(String name, EncoderFormat format) {
    return !name.equals(OPENH264)
        || (Math.min(format.width(), format.height()) >= OPENH264_LEAST_SIDE
            && inBlocks(format.width()) * inBlocks(format.height()) <= OPENH264_MOST_PIXELS);
  }

  private static long inBlocks(int side) {
    return (side + BLOCK_SIDE - 1L) / BLOCK_SIDE * BLOCK_SIDE;
  }

  private static @Nullable AVCodecContext open(AVCodec codec, EncoderFormat format) {
    AVCodecContext context = avcodec_alloc_context3(codec);
    if (context == null) {
      throw new OutOfMemoryError("FFmpeg can't allocate an encoder");
    }
    configure(context, format);
    int status = avcodec_open2(context, codec, (AVDictionary) null);
    if (status < 0) {
      avcodec_free_context(context);
      return null;
    }
    return context;
  }

  private static void configure(AVCodecContext context, EncoderFormat format) {
    context
        .width(format.width())
        .height(format.height())
        .pix_fmt(AV_PIX_FMT_YUV420P)
        .colorspace(format.matrix())
        .color_primaries(format.primaries())
        .color_trc(format.transfer())
        .color_range(AVCOL_RANGE_MPEG)
        .bit_rate(format.bitRate())
        .gop_size(format.keyFrameDistance())
        .max_b_frames(0)
        .thread_count(1);
    context.time_base().num(1).den(EncoderFormat.TICKS_PER_SECOND);
    context.framerate(format.rate());
    context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
  }

  /** FFmpeg's name of the encoder. */
  String name() {
    return name;
  }

  /** The context, for the muxer's stream parameters. */
  AVCodecContext context() {
    return context;
  }

  /** Gives the encoder a picture, which it copies or references, or null at the end. */
  void send(@Nullable AVFrame picture) {
    EncoderErrors.check(avcodec_send_frame(context, picture), file);
  }

  /**
   * Fetches a packet that is ready; false when the encoder has none now, or no more after the end.
   */
  boolean receive(AVPacket packet) {
    int status = avcodec_receive_packet(context, packet);
    if (status == AVERROR_EAGAIN() || status == AVERROR_EOF) {
      return false;
    }
    EncoderErrors.check(status, file);
    return true;
  }

  @Override
  public void close() {
    avcodec_free_context(context);
  }
}
