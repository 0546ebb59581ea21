package sluice.video.mux;

import static org.bytedeco.ffmpeg.avformat.AVFormatContext.AVFMT_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_ref;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_close;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avutil.MKTAG;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import sluice.core.SluiceException;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.ffmpeg.FfmpegLog;

/**
 * A muxer of an ordinary MP4 file by stream copy, with its index in front, so that it plays while
 * it is being loaded. One thread at a time; after a failure it can only be closed.
 */
public final class FileMuxer implements AutoCloseable {
  private static final String ACTION = "write the export";

  private final AVFormatContext context = new AVFormatContext(null);
  private final AVPacket scratch = MuxFailure.allocated(av_packet_alloc());
  private final List<Track> tracks = new ArrayList<>();

  /** A stream of the input and its track. */
  private record Track(int input, AVRational unit, AVStream stream, long zero) {}

  private FileMuxer() {}

  /**
   * Begins a file.
   *
   * @param file is made, or written over
   * @param streams the video first, then at most one sound, as MP4 had them; their parameters are
   *     copied
   * @param zero time of the video, in its unit, that is 0 in the file; what is before it must not
   *     be written
   * @throws SluiceException OUTPUT when it can't be written
   */
  public static FileMuxer open(Path file, List<PacketStream> streams, long zero) {
    FfmpegLog.install();
    FileMuxer muxer = new FileMuxer();
    try {
      muxer.begin(file, streams, zero);
      return muxer;
    } catch (RuntimeException | Error e) {
      muxer.close();
      throw e;
    }
  }

  private void begin(Path file, List<PacketStream> streams, long zero) {
    String url = "file:" + file.toAbsolutePath();
    MuxFailure.check(
        avformat_alloc_output_context2(context, (AVOutputFormat) null, "mp4", url), ACTION);
    context.flags(context.flags() | AVFMT_FLAG_BITEXACT);
    PacketStream first = streams.getFirst();
    for (PacketStream stream : streams) {
      long own =
          TrackTimes.rescale(
              zero,
              (long) first.timeBaseNumerator() * stream.timeBaseDenominator(),
              (long) first.timeBaseDenominator() * stream.timeBaseNumerator());
      tracks.add(track(stream, own));
    }
    AVIOContext output = new AVIOContext(null);
    MuxFailure.check(
        avio_open2(output, url, AVIO_FLAG_WRITE, (AVIOInterruptCB) null, (AVDictionary) null),
        ACTION);
    context.pb(output);
    AVDictionary options = new AVDictionary(null);
    try {
      av_dict_set(options, "movflags", "faststart", 0);
      MuxFailure.check(avformat_write_header(context, options), ACTION);
    } finally {
      av_dict_free(options);
    }
  }

  private Track track(PacketStream source, long zero) {
    AVStream stream = MuxFailure.allocated(avformat_new_stream(context, null));
    MuxFailure.check(avcodec_parameters_copy(stream.codecpar(), source.parameters()), ACTION);
    // FFmpeg would take hev1 for H.265, which Apple's players refuse.
    stream
        .codecpar()
        .codec_tag(
            source.codec().equals("hevc")
                ? MKTAG((byte) 'h', (byte) 'v', (byte) 'c', (byte) '1')
                : 0);
    stream.time_base().num(source.timeBaseNumerator()).den(source.timeBaseDenominator());
    stream.sample_aspect_ratio(source.parameters().sample_aspect_ratio());
    AVRational unit =
        new AVRational().num(source.timeBaseNumerator()).den(source.timeBaseDenominator());
    return new Track(source.index(), unit, stream, zero);
  }

  /**
   * Writes the next packet of a stream, which has its times. Those of other streams are left out.
   *
   * @param packet stays the caller's
   * @throws SluiceException OUTPUT where it can't be written
   */
  public void write(Packet packet) {
    for (Track track : tracks) {
      if (track.input() == packet.streamIndex()) {
        write(track, packet);
        return;
      }
    }
  }

  private void write(Track track, Packet packet) {
    MuxFailure.check(av_packet_ref(scratch, packet.avPacket()), ACTION);
    try {
      scratch.stream_index(track.stream().index()).pos(-1);
      scratch.pts(packet.pts() - track.zero()).dts(packet.dts() - track.zero());
      av_packet_rescale_ts(scratch, track.unit(), track.stream().time_base());
      MuxFailure.check(av_interleaved_write_frame(context, scratch), ACTION);
    } finally {
      av_packet_unref(scratch);
    }
  }

  /**
   * Writes the index, in front, for which what was written is moved; takes as long as that. The
   * file is whole then.
   *
   * @throws SluiceException OUTPUT where it can't be written
   */
  public void finish() {
    MuxFailure.check(av_write_trailer(context), ACTION);
    MuxFailure.check(closeOutput(), ACTION);
  }

  private int closeOutput() {
    AVIOContext output = context.isNull() ? null : context.pb();
    if (output == null || output.isNull()) {
      return 0;
    }
    context.pb(null);
    return avio_close(output);
  }

  /** Frees everything; a file that isn't finished can't be played. To be called once. */
  @Override
  public void close() {
    closeOutput();
    tracks.forEach(track -> track.unit().close());
    av_packet_free(scratch);
    if (!context.isNull()) {
      avformat_free_context(context);
    }
  }
}
