package sluice.video.decode;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_NONE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.InputFailure;
import sluice.video.demux.Packet;
import sluice.video.ffmpeg.FfmpegErrorText;

/**
 * A codec context that decodes packets to frames. What can't be decoded is counted and passed over.
 * One thread.
 */
final class PictureCodec implements FrameDecoder {
  private final AVCodecContext context;
  private @Nullable PictureMemory memory;
  private @Nullable AVFrame empty;
  private boolean drained;
  private long damaged;

  private PictureCodec(AVCodecContext context) {
    this.context = context;
  }

  /** The decoder of a stream; throws where FFmpeg has none or it can't start. */
  static PictureCodec open(DecoderSettings settings, AVStream stream) {
    return open(settings, stream, null);
  }

  /** The same with pictures in memory of the caller's; null for FFmpeg's own. */
  static PictureCodec open(
      DecoderSettings settings, AVStream stream, @Nullable FrameMemory frames) {
    int id = stream.codecpar().codec_id();
    AVCodec codec = avcodec_find_decoder(id);
    if (codec == null) {
      throw InputFailure.because(
          settings,
          "its pictures are coded as \"%s\", which can't be decoded here (expected: H.264, H.265, MPEG-4, VP9, AV1 or the like); convert it"
              .formatted(nameOf(stream.codecpar())));
    }
    PictureCodec opened = new PictureCodec(avcodec_alloc_context3(codec));
    int result = opened.start(codec, stream, settings, frames);
    if (result < 0) {
      opened.close();
      throw InputFailure.because(
          settings,
          "the decoder for %s can't start: %s"
              .formatted(codec.name().getString(), FfmpegErrorText.of(result)));
    }
    return opened;
  }

  /** FFmpeg's name of a codec; of one that it does not know, the four letters in the file. */
  private static String nameOf(AVCodecParameters coded) {
    int tag = coded.codec_tag();
    if (coded.codec_id() != AV_CODEC_ID_NONE || tag == 0) {
      return avcodec_get_name(coded.codec_id()).getString();
    }
    StringBuilder letters = new StringBuilder();
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      int letter = tag >> shift & 0xFF;
      letters.append(letter > ' ' && letter <= '~' ? (char) letter : '?');
    }
    return letters.toString();
  }

  private int start(
      AVCodec codec, AVStream stream, DecoderSettings settings, @Nullable FrameMemory frames) {
    int result = avcodec_parameters_to_context(context, stream.codecpar());
    if (result < 0) {
      return result;
    }
    context.pkt_timebase(stream.time_base()).thread_count(settings.threads());
    if (frames != null || settings.paced()) {
      memory = PictureMemory.of(context, codec, frames);
    }
    return avcodec_open2(context, codec, (PointerPointer<?>) null);
  }

  @Override
  public long damaged() {
    return damaged;
  }

  @Override
  public boolean drained() {
    return drained;
  }

  @Override
  public void send(@Nullable Packet packet) {
    int result = avcodec_send_packet(context, packet == null ? null : packet.avPacket());
    if (result < 0 && result != AVERROR_EOF) {
      damaged++;
    }
  }

  @Override
  public @Nullable AVFrame receive() {
    AVFrame frame = empty == null ? av_frame_alloc() : empty;
    empty = frame;
    while (true) {
      int result = avcodec_receive_frame(context, frame);
      if (result >= 0) {
        empty = null;
        if (isDamaged(frame)) {
          damaged++;
        }
        return frame;
      }
      if (result == avutil.AVERROR_EAGAIN() || result == AVERROR_EOF) {
        drained = result == AVERROR_EOF;
        return null;
      }
      damaged++;
    }
  }

  @Override
  public void recycle(AVFrame frame) {
    av_frame_unref(frame);
    if (empty == null) {
      empty = frame;
    } else {
      av_frame_free(frame);
    }
  }

  @Override
  public int delay() {
    return context.has_b_frames();
  }

  /** Whether the decoder had to guess parts of a frame. */
  static boolean isDamaged(AVFrame frame) {
    return frame.decode_error_flags() != 0 || (frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0;
  }

  @Override
  public void close() {
    if (empty != null) {
      av_frame_free(empty);
      empty = null;
    }
    avcodec_free_context(context);
    if (memory != null) {
      memory.close();
      memory = null;
    }
  }
}
