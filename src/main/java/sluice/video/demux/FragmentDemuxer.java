package sluice.video.demux;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_CUSTOM_IO;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;
import sluice.video.ffmpeg.FfmpegErrorText;
import sluice.video.ffmpeg.FfmpegLog;

/**
 * A demuxer of fragmented MP4 that comes as bytes: one initialisation, and fragments of it, with or
 * without gaps between them. Nothing is decoded to open it. One thread.
 */
public final class FragmentDemuxer implements AutoCloseable {
  private final InputBytes input;
  private final AVPacket current = av_packet_alloc();
  private final Packet lent = Packet.lent(current);
  private final AVFormatContext context = avformat_alloc_context();
  private final List<PacketStream> streams = new ArrayList<>();
  private @Nullable AVStream video;

  private FragmentDemuxer(InputStream bytes) {
    input = new InputBytes(bytes);
  }

  /**
   * Reads the initialisation.
   *
   * @param bytes stay the caller's, to be closed after this
   * @throws IOException when they can't be read, or are something else
   */
  public static FragmentDemuxer open(InputStream bytes) throws IOException {
    FfmpegLog.install();
    FragmentDemuxer demuxer = new FragmentDemuxer(bytes);
    try {
      demuxer.open();
      return demuxer;
    } catch (IOException | RuntimeException | Error e) {
      demuxer.close();
      throw e;
    }
  }

  private void open() throws IOException {
    context.pb(input.context());
    context.flags(context.flags() | AVFMT_FLAG_CUSTOM_IO);
    check(avformat_open_input(context, "", av_find_input_format("mov"), (AVDictionary) null));
    add(AVMEDIA_TYPE_VIDEO);
    if (streams.isEmpty()) {
      throw new IOException("it has no video");
    }
    video = context.streams(streams.getFirst().index());
    add(AVMEDIA_TYPE_AUDIO);
  }

  /** Adds the first stream of a kind. */
  private void add(int kind) {
    for (int i = 0; i < context.nb_streams(); i++) {
      if (context.streams(i).codecpar().codec_type() == kind) {
        streams.add(PacketStream.of(context.streams(i)));
        return;
      }
    }
  }

  private void check(int result) throws IOException {
    if (result < 0) {
      input.requireReadable();
      throw new IOException("it can't be read as MP4: " + FfmpegErrorText.of(result));
    }
  }

  /** The video first, then the sound where there is one; valid until this is closed. */
  public List<PacketStream> streams() {
    return List.copyOf(streams);
  }

  /** The video, for a decoder; this demuxer's. */
  public AVStream video() {
    AVStream known = video;
    if (known == null) {
      throw new IllegalStateException("the demuxer isn't open");
    }
    return known;
  }

  /**
   * The next packet of any stream, as they come in the file.
   *
   * @return lent until the next call or {@link #close}; null at the end, also where that is within
   *     a fragment
   * @throws IOException when the bytes can't be read, or are damaged
   */
  public @Nullable Packet read() throws IOException {
    av_packet_unref(current);
    int result = av_read_frame(context, current);
    if (result == AVERROR_EOF) {
      input.requireReadable();
      return null;
    }
    check(result);
    return lent;
  }

  /** Frees everything but the packets that were retained. To be called once. */
  @Override
  public void close() {
    av_packet_free(current);
    if (!context.isNull()) {
      avformat_close_input(context);
    }
    input.close();
  }
}
