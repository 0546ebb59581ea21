package sluice.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static sluice.video.TestClip.check;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** Reads playlists of HLS as FFmpeg's own players do, by its demuxer for them. */
public final class PlaylistReader {
  private PlaylistReader() {}

  /**
   * How many packets there are up to the end but for those that FFmpeg would throw away; a failure
   * before it is thrown.
   */
  public static int packets(String address) {
    AVFormatContext input = new AVFormatContext(null);
    check(avformat_open_input(input, address, (AVInputFormat) null, (AVDictionary) null));
    AVPacket packet = av_packet_alloc();
    try {
      int packets = 0;
      int result = av_read_frame(input, packet);
      while (result >= 0) {
        packets += (packet.flags() & AV_PKT_FLAG_DISCARD) == 0 ? 1 : 0;
        av_packet_unref(packet);
        result = av_read_frame(input, packet);
      }
      if (result != AVERROR_EOF) {
        check(result);
      }
      return packets;
    } finally {
      av_packet_free(packet);
      avformat_close_input(input);
    }
  }
}
