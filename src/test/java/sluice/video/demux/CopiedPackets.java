package sluice.video.demux;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;
import sluice.video.ffmpeg.FfmpegErrorText;

/** The packets of a file as ffprobe lists them: by FFmpeg's own calls and none of Sluice's. */
final class CopiedPackets {

  /** A packet's figures and the checksum of its payload. */
  record Listed(int stream, long pts, long dts, long duration, boolean key, int size, long crc) {

    static Listed of(Packet packet) {
      return new Listed(
          packet.streamIndex(),
          packet.pts(),
          packet.dts(),
          packet.duration(),
          packet.isKeyFrame(),
          packet.size(),
          crcOf(packet.data().asByteBuffer()));
    }
  }

  private CopiedPackets() {}

  /** All packets of all streams, in the order of the file. */
  static List<Listed> of(Path file) {
    AVFormatContext context = new AVFormatContext(null);
    check(avformat_open_input(context, file.toString(), (AVInputFormat) null, (AVDictionary) null));
    check(avformat_find_stream_info(context, (PointerPointer<?>) null));
    List<Listed> listed = new ArrayList<>();
    AVPacket packet = av_packet_alloc();
    while (av_read_frame(context, packet) >= 0) {
      listed.add(
          new Listed(
              packet.stream_index(),
              packet.pts(),
              packet.dts(),
              packet.duration(),
              (packet.flags() & AV_PKT_FLAG_KEY) != 0,
              packet.size(),
              crcOf(packet.data().capacity(packet.size()).asByteBuffer())));
      av_packet_unref(packet);
    }
    av_packet_free(packet);
    avformat_close_input(context);
    return listed;
  }

  private static long crcOf(ByteBuffer payload) {
    CRC32 crc = new CRC32();
    crc.update(payload);
    return crc.getValue();
  }

  private static void check(int result) {
    if (result < 0) {
      throw new IllegalStateException("FFmpeg: " + FfmpegErrorText.of(result));
    }
  }
}
