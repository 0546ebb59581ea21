package sluice.fuzz;

import static sluice.fuzz.Damage.latin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bytedeco.ffmpeg.global.avutil;
import sluice.video.RtpStream;
import sluice.video.TestClip;

/**
 * Seed of RTP cases: a valid stream, before it is mutated.
 *
 * @param name the encoding's
 * @param sdp its description
 * @param packets RTP and RTCP; numbers and clocks start at 0 in each run
 */
record RtpSeed(String name, String sdp, List<byte[]> packets) {
  private static final int HEADER = 12;
  private static final int PICTURES = 8;
  private static final int LIKELIER = 5;
  private static final int TS_PACKET = 188;

  /** Encodings without an encoder here: their packets are noise behind a header that fits. */
  private static final List<String> NOISE =
      List.of(
          "theora",
          "DV",
          "X-SV3V-ES",
          "X-QT",
          "X-QDM",
          "X-MP4V-ES",
          "MP4V-ES",
          "VC2",
          "SMPTE336M",
          "mpeg4-generic",
          "x-asf-pf",
          "x-pn-realvideo",
          "BT656",
          "ULPFEC");

  /** Of each encoding that FFmpeg's reader of RTP knows; those with pictures more than once. */
  static List<RtpSeed> all(Path folder) throws IOException {
    int level = avutil.av_log_get_level();
    avutil.av_log_set_level(avutil.AV_LOG_FATAL); // encoders have much to say
    try {
      return coded(folder);
    } finally {
      avutil.av_log_set_level(level);
    }
  }

  private static List<RtpSeed> coded(Path folder) throws IOException {
    List<RtpSeed> all = new ArrayList<>();
    TestClip small = new TestClip();
    all.add(coded("H264", small.coded("libopenh264", "yuv420p")));
    all.add(coded("MPEG-4", new TestClip()));
    all.add(coded("VP8", new TestClip().coded("libvpx", "yuv420p")));
    all.add(coded("VP9", new TestClip().coded("libvpx-vp9", "yuv420p")));
    all.add(coded("AV1", new TestClip().coded("libaom-av1", "yuv420p")));
    all.add(jpeg());
    all.add(coded("H263", new TestClip().size(176, 144).coded("h263p", "yuv420p")));
    all.add(coded("H261", new TestClip().size(176, 144).rate(30).coded("h261", "yuv420p")));
    all.add(coded("MPV", new TestClip().coded("mpeg2video", "yuv420p")));
    all.add(coded("raw", new TestClip().size(64, 32).coded("rawvideo", "uyvy422")));
    all.add(transport(folder));
    all.add(h265());
    List<RtpSeed> likely = List.copyOf(all);
    for (int more = 1; more < LIKELIER; more++) {
      all.addAll(likely);
    }
    for (String name : NOISE) {
      all.add(handmade(name, "", List.of(latin("\0\0\0\1 nothing in particular"), new byte[40])));
    }
    return all;
  }

  private static RtpSeed coded(String name, TestClip clip) {
    RtpStream stream = RtpStream.of(clip, PICTURES);
    int[] first = new int[3];
    boolean any = false;
    List<byte[]> packets = new ArrayList<>();
    for (byte[] packet : stream.packets()) {
      ByteBuffer rtp = ByteBuffer.wrap(packet);
      if (rtp.get(1) < 0 && (rtp.get(1) & 0xFF) >= 192 && (rtp.get(1) & 0xFF) <= 223) {
        continue; // a report of the sender's: holds the time of day
      }
      if (!any) {
        any = true;
        first[0] = rtp.getShort(2);
        first[1] = rtp.getInt(4);
      }
      rtp.putShort(2, (short) (rtp.getShort(2) - first[0]));
      rtp.putInt(4, rtp.getInt(4) - first[1]);
      rtp.putInt(8, 1);
      packets.add(packet);
    }
    if (packets.isEmpty()) {
      throw new IllegalStateException("no packets of " + name);
    }
    return new RtpSeed(name, stream.sdp(), packets);
  }

  /** MPEG transport packets, seven in each of RTP's. */
  private static RtpSeed transport(Path folder) throws IOException {
    byte[] whole = Files.readAllBytes(new TestClip().write(folder.resolve("seed.ts"), PICTURES));
    List<byte[]> payloads = new ArrayList<>();
    for (int at = 0; at < whole.length; at += 7 * TS_PACKET) {
      payloads.add(
          java.util.Arrays.copyOfRange(whole, at, Math.min(whole.length, at + 7 * TS_PACKET)));
    }
    return handmade("MP2T", "", payloads);
  }

  /** Parameter sets of a 1080p stream as cameras send them, and slices that are noise. */
  private static RtpSeed h265() {
    String vps = "QAEMAf//AWAAAAMAkAAAAwAAAwB4mZgJ";
    String sps = "QgEBAWAAAAMAkAAAAwAAAwB4oAPAgBDllmZpJMrgEAAAAwAQAAADAZAI";
    String pps = "RAHBcrRiQA==";
    Base64.Decoder base64 = Base64.getDecoder();
    byte[] noise = noise();
    noise[0] = 0x26; // a whole picture by itself, IDR_W_RADL
    noise[1] = 1;
    byte[] begin = Damage.splice(noise, 0, new byte[] {0x62, 1, (byte) 0x93}, 2);
    byte[] end = Damage.splice(noise, 0, new byte[] {0x62, 1, 0x53}, 2);
    byte[] both = new byte[] {0x60, 1, 0, 3, 0x26, 1, 5, 0, 2, 0x26, 1};
    return handmade(
        "H265",
        "a=fmtp:96 sprop-vps=%s; sprop-sps=%s; sprop-pps=%s\r\n".formatted(vps, sps, pps),
        List.of(
            base64.decode(vps), base64.decode(sps), base64.decode(pps), noise, begin, end, both));
  }

  /** A picture of 96 x 64 in usual tables, RFC 2435; its data is noise. */
  private static RtpSeed jpeg() {
    byte[] begin = Damage.splice(noise(), 0, new byte[] {0, 0, 0, 0, 1, 50, 12, 8}, 8);
    byte[] end = Damage.splice(noise(), 0, new byte[] {0, 0, 1, 0x2C, 1, 50, 12, 8}, 8);
    return handmade("JPEG", "", List.of(begin, end, begin, end));
  }

  private static byte[] noise() {
    byte[] noise = new byte[308];
    new Random(5).nextBytes(noise);
    return noise;
  }

  private static RtpSeed handmade(String name, String format, List<byte[]> payloads) {
    List<byte[]> packets = new ArrayList<>();
    for (byte[] payload : payloads) {
      ByteBuffer packet = ByteBuffer.allocate(HEADER + payload.length);
      packet.put((byte) 0x80).put((byte) (0x80 | 96)).putShort((short) packets.size());
      packet.putInt(3600 * packets.size()).putInt(1).put(payload);
      packets.add(packet.array());
    }
    String sdp =
        "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            + "m=video 0 RTP/AVP 96\r\na=rtpmap:96 %s/90000\r\n%sa=control:streamid=0\r\n"
                .formatted(name, format);
    return new RtpSeed(name, sdp, packets);
  }
}
