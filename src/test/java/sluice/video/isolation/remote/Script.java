package sluice.video.isolation.remote;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import sluice.core.ColorSpace;
import sluice.core.DecodeMode;
import sluice.core.Orientation;
import sluice.core.PixelAspect;
import sluice.core.PixelSize;
import sluice.core.TransportProtocol;
import sluice.sandbox.BoxStatus;
import sluice.video.decode.StreamInfo;
import sluice.video.demux.PacketStream;
import sluice.video.isolation.protocol.Counts;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.MessageOutput;
import sluice.video.isolation.protocol.PictureShape;
import sluice.video.isolation.protocol.StreamParameters;

/** What a process may say, message by message, each as bytes. */
final class Script {
  static final int WIDTH = 64;
  static final int HEIGHT = 32;
  static final long PICTURE_BYTES = 8192;
  private static final int H264 = 27;
  private static final int AAC = 86_018;
  private static final int HEADER = 8;
  private static final int MOST_TIMES = 3000;

  /** What is found where programs forget to look. */
  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    127,
    128,
    255,
    Short.MAX_VALUE,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Limits.MEMORY_BYTES,
    Limits.PICTURE_BYTES,
    1L << 32
  };

  private static final List<String> FORMATS =
      List.of(
          "yuv420p",
          "nv12",
          "pal8",
          "vaapi",
          "cuda",
          "vulkan",
          "drm_prime",
          "gray",
          "bgr24",
          "gbrp",
          "yuva420p10le",
          "monow",
          "uyyvyy411",
          "bayer_bggr8",
          "p010le",
          "xyz12le",
          "rgb4",
          "none",
          "",
          "yuv420p\u0000",
          "16",
          "gbrapf32le");

  private final List<byte[]> parts = new ArrayList<>();

  /** One whose input is open. */
  static Script opened() {
    return new Script().say(ready()).say(streams()).say(new Message.Opened(info()));
  }

  static Message ready() {
    return new Message.Ready(new BoxStatus(7, true, true, true, true, false, List.of()));
  }

  static Message streams() {
    return new Message.Streams(List.of(video()));
  }

  static StreamParameters video() {
    return new StreamParameters(
        0,
        PacketStream.Kind.VIDEO,
        1,
        90_000,
        numbers(0, H264),
        new byte[] {0, 0, 0, 1, 103, 66},
        List.of(new StreamParameters.SideData(5, new byte[36])));
  }

  static StreamParameters sound(int index) {
    return new StreamParameters(
        index, PacketStream.Kind.AUDIO, 1, 48_000, numbers(1, AAC), new byte[0], List.of());
  }

  private static long[] numbers(int type, int codec) {
    long[] numbers = new long[StreamParameters.NUMBERS];
    numbers[0] = type;
    numbers[1] = codec;
    numbers[9] = WIDTH;
    numbers[10] = HEIGHT;
    return numbers;
  }

  static StreamInfo info() {
    return new StreamInfo(
        new PixelSize(WIDTH, HEIGHT),
        25,
        -1,
        -1,
        "h264",
        Orientation.UPRIGHT,
        PixelAspect.SQUARE,
        true,
        Optional.of(TransportProtocol.TCP));
  }

  static Message shape() {
    return shape("yuv420p", new long[] {0, 2048, 2560}, new int[] {64, 32, 32});
  }

  static Message shape(String format, long[] offsets, int[] strides) {
    return new Message.Shape(
        new PictureShape(
            format,
            WIDTH,
            HEIGHT,
            PICTURE_BYTES,
            offsets,
            strides,
            new ColorSpace(ColorSpace.Matrix.BT709, false),
            Orientation.UPRIGHT,
            PixelAspect.SQUARE));
  }

  static Message picture(long offset, long time) {
    return picture(offset, time, 0);
  }

  static Message picture(long offset, long time, long undecoded) {
    return new Message.Picture(offset, time, 1000, false, counts(undecoded));
  }

  static Counts counts(long undecoded) {
    return new Counts(DecodeMode.ALL, undecoded, 0);
  }

  static Message packet(int stream, long pts, byte[] data) {
    return new Message.Packet(stream, 1, pts, pts, 3600, ByteBuffer.wrap(data));
  }

  Script say(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MessageOutput out = new MessageOutput(bytes);
    out.add(message);
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return say(bytes.toByteArray());
  }

  Script say(byte[] bytes) {
    parts.add(bytes);
    return this;
  }

  Script times(int number, Message message) {
    say(message);
    byte[] last = parts.getLast();
    for (int i = 1; i < number; i++) {
      say(last);
    }
    return this;
  }

  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  FakeHelper helper() {
    return FakeHelper.saying(bytes());
  }

  /** All kinds of messages in an order that is right, then made wrong. */
  static Script random(Random random) {
    Script script = new Script().say(ready());
    script.say(
        random.nextInt(4) == 0
            ? new Message.Streams(List.of(video(), sound(random.nextInt(3))))
            : streams());
    script.say(packet(0, 10, new byte[random.nextInt(50)])).say(new Message.Passed(3, 1));
    boolean decoded = random.nextInt(5) > 0;
    script.say(decoded ? new Message.Opened(info()) : new Message.Reading(random.nextBoolean()));
    for (int i = 1; i < 2 + random.nextInt(12); i++) {
      script.any(random, i);
    }
    script.say(new Message.Ended(counts(100)));
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      script.change(random);
    }
    return script;
  }

  private void any(Random random, int number) {
    long edge = EDGES[random.nextInt(EDGES.length)];
    switch (random.nextInt(8)) {
      case 0 -> say(randomShape(random));
      case 1 -> say(packet(random.nextInt(3), edge, new byte[random.nextInt(9)]));
      case 2 ->
          say(
              new Message.Demand(
                  Message.Call.values()[random.nextInt(Message.Call.values().length)],
                  random.nextBoolean() ? edge : number,
                  random.nextBoolean()));
      case 3 -> say(new Message.Full(random.nextInt(3)));
      case 4 -> say(new Message.Log(Message.Level.WARN, "line\nof the log"));
      case 5 -> say(shape()).say(picture(edge, number * 10L, number));
      default -> say(shape()).say(picture(4096L * random.nextInt(100), number * 10L, number));
    }
  }

  private static Message randomShape(Random random) {
    int planes = 1 + random.nextInt(Limits.PLANES);
    long[] offsets = new long[planes];
    int[] strides = new int[planes];
    for (int i = 0; i < planes; i++) {
      offsets[i] = random.nextLong(PICTURE_BYTES);
      strides[i] =
          random.nextInt(4) == 0
              ? (int) EDGES[random.nextInt(EDGES.length)]
              : (random.nextBoolean() ? 1 : -1) * 32 * random.nextInt(9);
    }
    return shape(FORMATS.get(random.nextInt(FORMATS.size())), offsets, strides);
  }

  private void change(Random random) {
    int at = random.nextInt(parts.size());
    byte[] part = parts.get(at).clone();
    switch (random.nextInt(9)) {
      case 0 -> parts.remove(at);
      case 1 -> parts.add(random.nextInt(parts.size()), part);
      case 2 -> parts.set(at, java.util.Arrays.copyOf(part, random.nextInt(part.length)));
      case 3 -> parts.add(at, new byte[random.nextInt(2000)]);
      case 4 -> {
        int times = random.nextInt(20) == 0 ? MOST_TIMES : random.nextInt(30);
        for (int i = 0; i < times; i++) {
          parts.add(at, part);
        }
      }
      default -> parts.set(at, withOtherValue(part, random));
    }
    if (parts.isEmpty()) {
      say(new byte[0]);
    }
  }

  /** One field in another's place: wherever it is, of one, four or eight bytes. */
  private static byte[] withOtherValue(byte[] part, Random random) {
    if (part.length <= HEADER) {
      return part;
    }
    boolean header = random.nextInt(8) == 0;
    int at = header ? random.nextInt(HEADER) : HEADER + random.nextInt(part.length - HEADER);
    long value = random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
    ByteBuffer buffer = ByteBuffer.wrap(part);
    int left = part.length - at;
    switch (random.nextInt(3)) {
      case 0 -> buffer.put(at, (byte) value);
      case 1 -> {
        if (left >= Integer.BYTES) {
          buffer.putInt(at, (int) value);
        }
      }
      default -> {
        if (left >= Long.BYTES) {
          buffer.putLong(at, value);
        }
      }
    }
    return part;
  }
}
