package sluice.video;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static sluice.video.TestClip.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * RTP packets of a clip, from FFmpeg's RTP muxer.
 *
 * @param sdp the description of the stream
 * @param packets RTP and RTCP packets in order
 */
public record RtpStream(String sdp, List<byte[]> packets) {
  private static final int PACKET_BYTES = 1400;

  /** Packs so many pictures of a clip. */
  public static RtpStream of(TestClip clip, int pictures) {
    return of(muxer -> clip.encode(muxer, 0, pictures));
  }

  /** Packs the first pictures of a file, as they are coded. */
  public static RtpStream of(Path file, int pictures) {
    return of(muxer -> copy(file, pictures, muxer));
  }

  private static void copy(Path file, int pictures, AVFormatContext muxer) {
    AVFormatContext demuxer = new AVFormatContext(null);
    check(avformat_open_input(demuxer, "file:" + file, null, null));
    check(avformat_find_stream_info(demuxer, (PointerPointer<?>) null));
    int index =
        av_find_best_stream(demuxer, AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
    check(index);
    AVStream from = demuxer.streams(index);
    AVStream to = avformat_new_stream(muxer, null);
    check(avcodec_parameters_copy(to.codecpar(), from.codecpar()));
    to.codecpar().codec_tag(0);
    check(avformat_write_header(muxer, (PointerPointer<?>) null));
    AVPacket packet = av_packet_alloc();
    for (int n = 0; n < pictures && av_read_frame(demuxer, packet) >= 0; ) {
      if (packet.stream_index() == index) {
        av_packet_rescale_ts(packet, from.time_base(), to.time_base());
        packet.stream_index(0);
        check(av_write_frame(muxer, packet));
        n++;
      }
      av_packet_unref(packet);
    }
    check(av_write_trailer(muxer));
    av_packet_free(packet);
    avformat_close_input(demuxer);
  }

  private static RtpStream of(Consumer<AVFormatContext> writing) {
    List<byte[]> packets = new ArrayList<>();
    AVFormatContext muxer = new AVFormatContext(null);
    check(avformat_alloc_output_context2(muxer, null, "rtp", "rtp://127.0.0.1:9"));
    try (Collector collector = new Collector(packets)) {
      AVIOContext io =
          avio_alloc_context(
              new BytePointer(av_malloc(PACKET_BYTES)),
              PACKET_BYTES,
              1,
              null,
              (Read_packet_Pointer_BytePointer_int) null,
              collector,
              (Seek_Pointer_long_int) null);
      io.max_packet_size(PACKET_BYTES);
      muxer.pb(io);
      writing.accept(muxer);
      String sdp = sdp(muxer);
      avio_context_free(io);
      avformat_free_context(muxer);
      return new RtpStream(sdp, packets);
    }
  }

  /** The RTP packets of each picture: the last one of a picture is marked. */
  List<List<byte[]>> pictures() {
    List<List<byte[]>> pictures = new ArrayList<>();
    List<byte[]> picture = new ArrayList<>();
    for (byte[] packet : packets) {
      if (!isControl(packet)) {
        picture.add(packet);
        if (packet[1] < 0) {
          pictures.add(picture);
          picture = new ArrayList<>();
        }
      }
    }
    return pictures;
  }

  /**
   * The place of each of the {@link #pictures} in the order in which they are shown, from 0: where
   * there are no B pictures, they are sent in that order.
   */
  int[] order() {
    List<List<byte[]>> pictures = pictures();
    int first = pictures.isEmpty() ? 0 : time(pictures.getFirst());
    int[] times = pictures.stream().mapToInt(picture -> time(picture) - first).toArray();
    int[] sorted = Arrays.stream(times).sorted().toArray();
    return Arrays.stream(times).map(time -> Arrays.binarySearch(sorted, time)).toArray();
  }

  private static int time(List<byte[]> picture) {
    return ByteBuffer.wrap(picture.getFirst()).getInt(4);
  }

  /** The same stream as one sees it who comes after its first picture. */
  public RtpStream withoutFirstPicture() {
    return new RtpStream(sdp, pictures().stream().skip(1).flatMap(List::stream).toList());
  }

  /** Whether a packet is RTCP (RFC 5761: its second byte is 192 to 223). */
  public static boolean isControl(byte[] packet) {
    int type = packet[1] & 0xFF;
    return type >= 192 && type <= 223;
  }

  private static String sdp(AVFormatContext muxer) {
    byte[] text = new byte[4096];
    PointerPointer<AVFormatContext> list = new PointerPointer<>(1);
    list.put(0, muxer);
    try (BytePointer buffer = new BytePointer(text.length)) {
      check(av_sdp_create(list, 1, buffer, text.length));
      return buffer.getString(StandardCharsets.UTF_8);
    }
  }

  private static final class Collector extends Write_packet_Pointer_BytePointer_int {
    private final List<byte[]> packets;

    Collector(List<byte[]> packets) {
      this.packets = packets;
    }

    @Override
    public int call(Pointer opaque, BytePointer data, int size) {
      byte[] packet = new byte[size];
      data.get(packet);
      packets.add(packet);
      return size;
    }
  }
}
