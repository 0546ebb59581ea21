package sluice.video;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Reader of a whole short clip, by FFmpeg's own calls and none of Sluice's, to see what was
 * written.
 */
public final class ClipReader {

  /**
   * A clip.
   *
   * @param codec FFmpeg's name of the format, such as h264
   * @param durationNanos by the container
   * @param matrix FFmpeg's number of the colour matrix that the stream names
   * @param frames its frames in order
   */
  public record Clip(String codec, long durationNanos, int matrix, List<Shown> frames) {
    /** When each frame is shown. */
    public List<Long> timestampsNanos() {
      return frames.stream().map(Shown::timestampNanos).toList();
    }
  }

  /**
   * A frame as a player shows it.
   *
   * @param timestampNanos when
   * @param width pixels
   * @param height pixels
   * @param bgr rows of blue, green, red without padding
   */
  public record Shown(long timestampNanos, int width, int height, byte[] bgr) {
    /** The colour of a pixel, 0xRRGGBB. */
    public int colorAt(int x, int y) {
      int offset = 3 * (y * width + x);
      return (bgr[offset + 2] & 255) << 16 | (bgr[offset + 1] & 255) << 8 | bgr[offset] & 255;
    }
  }

  private ClipReader() {}

  /** Reads a file; fails with an {@link IllegalStateException} where FFmpeg does. */
  public static Clip read(Path file) {
    return read(file, false);
  }

  /** Reads a file as far as it can be decoded; fails only where nothing of it can be. */
  public static Clip readUndamaged(Path file) {
    return read(file, true);
  }

  private static Clip read(Path file, boolean stopAtDamage) {
    AVFormatContext input = new AVFormatContext(null);
    check(avformat_open_input(input, "file:" + file, (AVInputFormat) null, (AVDictionary) null));
    AVCodecContext decoder = avcodec_alloc_context3(null);
    try {
      check(avformat_find_stream_info(input, (AVDictionary) null));
      AVStream stream = input.streams(0);
      check(avcodec_parameters_to_context(decoder, stream.codecpar()));
      check(avcodec_open2(decoder, avcodec_find_decoder(decoder.codec_id()), (AVDictionary) null));
      List<Shown> frames = decodeAll(input, stream, decoder, stopAtDamage);
      return new Clip(
          decoder.codec().name().getString(),
          input.duration() * 1000,
          stream.codecpar().color_space(),
          frames);
    } finally {
      avcodec_free_context(decoder);
      avformat_close_input(input);
    }
  }

  private static List<Shown> decodeAll(
      AVFormatContext input, AVStream stream, AVCodecContext decoder, boolean stopAtDamage) {
    List<Shown> frames = new ArrayList<>();
    AVPacket packet = av_packet_alloc();
    AVFrame frame = av_frame_alloc();
    try {
      while (av_read_frame(input, packet) >= 0) {
        int status = avcodec_send_packet(decoder, packet);
        av_packet_unref(packet);
        if (status < 0 && stopAtDamage) {
          break;
        }
        check(status);
        receive(decoder, stream, frame, frames);
      }
      check(avcodec_send_packet(decoder, null));
      receive(decoder, stream, frame, frames);
    } finally {
      av_frame_free(frame);
      av_packet_free(packet);
    }
    return frames;
  }

  private static void receive(
      AVCodecContext decoder, AVStream stream, AVFrame frame, List<Shown> frames) {
    while (avcodec_receive_frame(decoder, frame) >= 0) {
      long nanos =
          Math.round(frame.pts() * 1e9 * stream.time_base().num() / stream.time_base().den());
      frames.add(new Shown(nanos, frame.width(), frame.height(), bgr(frame)));
    }
  }

  private static byte[] bgr(AVFrame frame) {
    int width = frame.width();
    int height = frame.height();
    int stride = (width * 3 + 63) / 64 * 64;
    SwsContext context =
        sws_getContext(
            width,
            height,
            frame.format(),
            width,
            height,
            avutil.AV_PIX_FMT_BGR24,
            SWS_BILINEAR | SWS_ACCURATE_RND,
            null,
            null,
            (DoublePointer) null);
    IntPointer table = sws_getCoefficients(frame.colorspace());
    sws_setColorspaceDetails(context, table, 0, table, 1, 0, 1 << 16, 1 << 16);
    try (BytePointer pixels = new BytePointer((long) stride * height + 64);
        PointerPointer<Pointer> target = new PointerPointer<>(1);
        IntPointer targetStride = new IntPointer(1)) {
      target.put(0, pixels);
      targetStride.put(0, stride);
      sws_scale(
          context, new PointerPointer<>(frame), frame.linesize(), 0, height, target, targetStride);
      byte[] packed = new byte[width * 3 * height];
      for (int y = 0; y < height; y++) {
        pixels.position((long) y * stride).get(packed, y * width * 3, width * 3);
      }
      pixels.position(0);
      return packed;
    } finally {
      sws_freeContext(context);
    }
  }

  private static void check(int status) {
    if (status < 0) {
      throw new IllegalStateException("FFmpeg: status " + status);
    }
  }
}
