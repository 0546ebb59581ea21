package sluice.video.encode;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * An MP4 or QuickTime file with one video in it. It is written in fragments of about a second, so
 * that what a killed process leaves can be played, and made an ordinary file at the end. Used by
 * one thread at a time.
 */
final class EncoderMuxer implements AutoCloseable {
  private static final String FRAGMENT_MICROSECONDS = "1000000";

  private final Path file;
  private final AVFormatContext context = new AVFormatContext(null);
  private final AVRational codecTimeBase;

  /** Creates the file, or empties it, and writes its beginning. */
  EncoderMuxer(Path file, String format, AVCodecContext codec) {
    this.file = file;
    this.codecTimeBase = codec.time_base();
    String url = "file:" + file.toAbsolutePath();
    EncoderErrors.check(
        avformat_alloc_output_context2(context, (AVOutputFormat) null, format, url), file);
    try {
      AVStream stream = avformat_new_stream(context, null);
      EncoderErrors.check(avcodec_parameters_from_context(stream.codecpar(), codec), file);
      stream.time_base(codecTimeBase);
      stream.avg_frame_rate(codec.framerate());
      AVIOContext output = new AVIOContext(null);
      EncoderErrors.check(
          avio_open2(output, url, AVIO_FLAG_WRITE, (AVIOInterruptCB) null, (AVDictionary) null),
          file);
      context.pb(output);
      context.flush_packets(1);
      writeHeader();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void writeHeader() {
    AVDictionary options = new AVDictionary(null);
    try {
      av_dict_set(options, "movflags", "hybrid_fragmented", 0);
      av_dict_set(options, "frag_duration", FRAGMENT_MICROSECONDS, 0);
      EncoderErrors.check(avformat_write_header(context, options), file);
    } finally {
      av_dict_free(options);
    }
  }

  /** Writes a packet of the encoder and takes its contents. */
  void write(AVPacket packet) {
    av_packet_rescale_ts(packet, codecTimeBase, context.streams(0).time_base());
    packet.stream_index(0);
    EncoderErrors.check(av_interleaved_write_frame(context, packet), file);
  }

  /** Makes it an ordinary, complete file. */
  void finish() {
    EncoderErrors.check(av_write_trailer(context), file);
    EncoderErrors.check(closeOutput(), file);
  }

  private int closeOutput() {
    AVIOContext output = context.pb();
    if (output == null) {
      return 0;
    }
    context.pb(null);
    return avio_close(output);
  }

  @Override
  public void close() {
    closeOutput();
    avformat_free_context(context);
  }
}
