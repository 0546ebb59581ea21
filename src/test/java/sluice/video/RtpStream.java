package sluice.video;

import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static sluice.video.TestClip.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
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
      clip.encode(muxer, 0, pictures);
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
