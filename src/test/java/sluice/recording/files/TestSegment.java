package sluice.recording.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fragmented MP4, box by box: video of 90,000 ticks a second in track 1, sound in track 2. */
public final class TestSegment {
  /** Ticks of the video in a second. */
  public static final int TIMESCALE = 90_000;

  /** What the video's sample entry and configuration mean. */
  public static final String AVC = "avc1.64001f";

  /** What the sound's mean. */
  public static final String AAC = "mp4a.40.2";

  private TestSegment() {}

  /** A box. */
  public static byte[] box(String type, byte[]... parts) {
    byte[] content = join(parts);
    return join(u32(8 + content.length), type.getBytes(ISO_8859_1), content);
  }

  /** A box whose length has 64 bits. */
  public static byte[] largeBox(String type, byte[]... parts) {
    byte[] content = join(parts);
    return join(u32(1), type.getBytes(ISO_8859_1), u64(16 + content.length), content);
  }

  /** Numbers of 32 bits. */
  public static byte[] u32(long... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
    for (long number : numbers) {
      bytes.putInt((int) number);
    }
    return bytes.array();
  }

  /** A number of 64 bits. */
  public static byte[] u64(long number) {
    return ByteBuffer.allocate(8).putLong(number).array();
  }

  /** Bytes. */
  public static byte[] bytes(int... numbers) {
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      bytes[i] = (byte) numbers[i];
    }
    return bytes;
  }

  /** One after the other. */
  public static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }

  /** The initialisation of video alone. */
  public static byte[] init() {
    return init(video(box("avc1", visual(1920, 1080), avcConfig())));
  }

  /** The initialisation of video with sound, which comes first. */
  public static byte[] initWithSound() {
    return init(sound(), video(box("avc1", visual(1920, 1080), avcConfig())));
  }

  /** An initialisation of tracks; fragments without durations have 3,000 ticks a picture. */
  public static byte[] init(byte[]... tracks) {
    byte[] defaults = box("mvex", box("trex", u32(0, 1, 1, 3_000, 0, 0)));
    return join(
        box("ftyp", "iso5".getBytes(ISO_8859_1), u32(512)),
        box("moov", box("mvhd", new byte[100]), join(tracks), defaults));
  }

  /** A track of video with a sample entry. */
  public static byte[] video(byte[] entry) {
    return track(1, TIMESCALE, "vide", entry);
  }

  private static byte[] sound() {
    byte[] decoder = join(bytes(4, 18, 0x40, 0x15), new byte[11], bytes(5, 2, 0x11, 0x90));
    byte[] config = box("esds", u32(0), bytes(3, 0x80, 0x80, 25, 0, 1, 0), decoder);
    return track(2, 48_000, "soun", box("mp4a", new byte[28], config));
  }

  private static byte[] track(int id, int timescale, String handler, byte[] entry) {
    byte[] table = box("stbl", box("stsd", u32(0, 1), entry));
    return box(
        "trak",
        box("tkhd", u32(3, 0, 0, id), new byte[68]),
        box(
            "mdia",
            box("mdhd", u32(0, 0, 0, timescale, 0, 0)),
            box("hdlr", u32(0, 0), handler.getBytes(ISO_8859_1), new byte[13]),
            box("minf", table)));
  }

  /** The fields of a sample entry of video. */
  public static byte[] visual(int width, int height) {
    return join(new byte[24], u32((long) width << 16 | height), new byte[50]);
  }

  private static byte[] avcConfig() {
    return box("avcC", bytes(1, 0x64, 0, 0x1f, 0xff));
  }

  /**
   * A fragment.
   *
   * @param start of its first picture, in ticks
   * @param pictures how many, each with its duration
   * @param ticks of each
   * @param payload bytes of its media
   */
  public static byte[] fragment(long start, int pictures, int ticks, int payload) {
    ByteBuffer samples = ByteBuffer.allocate(8 * pictures);
    for (int i = 0; i < pictures; i++) {
      samples.putInt(ticks).putInt(payload / pictures);
    }
    byte[] run = box("trun", u32(0x301, pictures, 0), samples.array());
    byte[] header = box("tfhd", u32(0x020000, 1));
    byte[] time = box("tfdt", u32(0x01000000), u64(start));
    return join(
        box("moof", box("mfhd", u32(0, 1)), box("traf", header, time, run)),
        box("mdat", new byte[payload]));
  }

  /** A second of video at 25 pictures a second, of some hundred bytes. */
  public static byte[] second(int number) {
    return fragment((long) number * TIMESCALE, 25, TIMESCALE / 25, 500);
  }

  /** A whole file: seconds of a run. */
  public static byte[] seconds(int first, int count) {
    byte[] all = init();
    for (int i = 0; i < count; i++) {
      all = join(all, second(first + i));
    }
    return all;
  }

  /** Writes a file of a store, and the folders above it. */
  public static Path write(Path folder, SegmentPath path, byte[] content) throws IOException {
    Path file = path.in(folder);
    Path parent = file.getParent();
    Files.createDirectories(parent);
    return Files.write(file, content);
  }
}
