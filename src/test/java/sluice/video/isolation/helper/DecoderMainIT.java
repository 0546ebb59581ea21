package sluice.video.isolation.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_image_get_linesize;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.Picture;
import sluice.video.TestClip;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;
import sluice.video.decode.SpacedDemand;
import sluice.video.decode.StreamInfo;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;
import sluice.video.isolation.protocol.Counts;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.Order;
import sluice.video.isolation.protocol.PictureShape;
import sluice.video.isolation.protocol.StreamParameters;

/** What a decoder's process tells is what a decoder in this process gives. */
@Timeout(120)
class DecoderMainIT {
  private static final long[] NONE = {};
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);
  private static final int PALETTE_BYTES = 1024;

  /** A picture, as it can be compared. */
  private record Seen(
      String format,
      int width,
      int height,
      int degrees,
      String aspect,
      long time,
      boolean damaged,
      List<Long> planes) {}

  /** A packet, as it can be compared. */
  private record Piece(int stream, boolean key, long pts, long dts, long duration, long crc) {}

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void pictures_areThoseOfADecoderHere(int bFrames) throws Exception {
    compare(
        painted()
            .coded(bFrames == 0 ? "libopenh264" : "mpeg4", "yuv420p")
            .bFrames(bFrames)
            .size(322, 242)
            .write(folder.resolve("clip.mp4"), 40));
  }

  @Test
  void turnedPicturesOfOtherPixels_areThoseOfADecoderHere() throws Exception {
    compare(
        painted().rotated(90).pixels(4, 3).size(96, 64).write(folder.resolve("turned.mp4"), 10));
  }

  @Test
  void picturesThatChangeTheirSize_areThoseOfADecoderHere() throws Exception {
    Path first = painted().coded("libopenh264", "yuv420p").write(folder.resolve("first.h264"), 10);
    Path second =
        painted()
            .coded("libopenh264", "yuv420p")
            .size(160, 120)
            .write(folder.resolve("second.h264"), 10);
    Path both = folder.resolve("both.h264");
    Files.write(both, Files.readAllBytes(first));
    Files.write(both, Files.readAllBytes(second), StandardOpenOption.APPEND);
    compare(both);
  }

  /** Their codecs use FFmpeg's own memory: they are copied. */
  @ParameterizedTest
  @ValueSource(strings = {"gif, rgb8, gif", "rawvideo, bgr24, avi", "qtrle, rgb24, mov"})
  void picturesThatLieElsewhere_areThoseOfADecoderHere(String kind) throws Exception {
    String[] words = kind.split(", ");
    compare(
        painted()
            .coded(words[0], words[1])
            .size(98, 66)
            .write(folder.resolve("clip." + words[2]), 10));
  }

  private void compare(Path clip) throws Exception {
    DecoderSettings settings = DecoderSettings.file(clip);
    List<Seen> here = new ArrayList<>();
    PacketNotes notes = new PacketNotes();
    StreamInfo info;
    try (Decoder decoder = Decoder.open(settings, () -> false, List.of(notes))) {
      info = decoder.info();
      for (DecodedPicture next = decoder.next(); next != null; next = decoder.next()) {
        try (Picture picture = next.picture()) {
          here.add(seen(picture, next));
        }
      }
    }
    List<Seen> there = new ArrayList<>();
    List<Piece> pieces = new ArrayList<>();
    try (DecoderChild child = DecoderChild.start()) {
      child.open(settings, true, true);
      StreamInfo told = null;
      PictureShape shape = null;
      Deque<Long> held = new ArrayDeque<>();
      boolean going = true;
      while (going) {
        Message message = child.read();
        switch (message) {
          case Message.Streams(List<StreamParameters> streams) ->
              assertThat(streams).hasSameSizeAs(notes.streams);
          case Message.Opened(StreamInfo opened) -> {
            told = opened;
            child.order(new Order.Next(true, NONE));
            child.order(new Order.Next(true, NONE));
          }
          case Message.Shape(PictureShape now) -> shape = now;
          case Message.Picture picture -> {
            there.add(seen(child.pictures, shape, picture));
            held.add(picture.offset());
            // three stay, so that memory is used again under way
            long[] freed = held.size() > 3 ? new long[] {held.remove()} : NONE;
            child.order(new Order.Next(true, freed));
          }
          case Message.Packet packet -> pieces.add(piece(packet));
          case Message.Ended _ -> going = false;
          case null, default -> throw new AssertionError(message + " " + child.log);
        }
      }
      child.order(new Order.Close());
      assertThat(child.exit()).isEqualTo(DecoderMain.DONE);
      assertThat(told).isEqualTo(info);
      assertThat(child.log).isEmpty();
    }
    assertThat(there).hasSizeGreaterThan(5).isEqualTo(here);
    assertThat(pieces).isEqualTo(notes.pieces);
  }

  @Test
  void packetsAlone_areThoseOfATapHere() throws Exception {
    DecoderSettings settings =
        DecoderSettings.file(painted().withSound().write(folder.resolve("sound.mov"), 30));
    PacketNotes notes = new PacketNotes();
    try (Decoder decoder = Decoder.open(settings, () -> false, List.of(notes))) {
      for (DecodedPicture next = decoder.next(); next != null; next = decoder.next()) {
        next.picture().close();
      }
    }
    try (DecoderChild child = DecoderChild.start()) {
      child.open(settings, false, true);
      assertThat(child.expect(Message.Streams.class).streams()).hasSize(2);
      child.expect(Message.Reading.class);
      List<Piece> pieces = new ArrayList<>();
      Message message = child.read();
      while (message instanceof Message.Packet packet) {
        pieces.add(piece(packet));
        message = child.read();
      }
      assertThat(message).isInstanceOf(Message.Ended.class);
      assertThat(pieces).hasSize(60).isEqualTo(notes.pieces);
      child.order(new Order.Close());
      assertThat(child.exit()).isEqualTo(DecoderMain.DONE);
    }
  }

  @Test
  void wantedPicturesOnly_areThoseOfADecoderHere() throws Exception {
    DecoderSettings settings =
        DecoderSettings.file(
            painted().coded("libopenh264", "yuv420p").gop(10).write(folder.resolve("l.mp4"), 300));
    SpacedDemand here = new SpacedDemand(INTERVAL);
    List<Seen> given = new ArrayList<>();
    Counts counts;
    try (Decoder decoder = Decoder.open(settings, () -> false)) {
      decoder.serve(here);
      for (DecodedPicture next = decoder.next(); next != null; next = decoder.next()) {
        try (Picture picture = next.picture()) {
          here.given(next.timestampNanos());
          given.add(seen(picture, next));
        }
      }
      counts = new Counts(decoder.mode(), decoder.undecoded(), decoder.damagedPackets());
    }
    SpacedDemand there = new SpacedDemand(INTERVAL);
    List<Seen> told = new ArrayList<>();
    try (DecoderChild child = DecoderChild.start()) {
      child.open(settings, true, false);
      child.expect(Message.Streams.class);
      child.expect(Message.Opened.class);
      child.order(new Order.Serve(INTERVAL));
      child.order(new Order.Next(false, NONE));
      PictureShape shape = null;
      Message message = child.read();
      while (!(message instanceof Message.Ended ended)) {
        switch (message) {
          case Message.Shape(PictureShape now) -> shape = now;
          case Message.Picture picture -> {
            there.given(picture.timestampNanos());
            told.add(seen(child.pictures, shape, picture));
            child.order(new Order.Next(false, new long[] {picture.offset()}));
          }
          case Message.Demand asked -> child.answer(there, asked);
          case Message.Passed _ -> {} // a sign of life
          case null, default -> throw new AssertionError(message + " " + child.log);
        }
        message = child.read();
      }
      assertThat(ended.counts()).isEqualTo(counts);
    }
    assertThat(counts.undecoded()).isPositive();
    assertThat(told).hasSizeLessThan(150).isEqualTo(given);
    assertThat(there.passed).isEqualTo(here.passed);
    assertThat(there.rests).isEqualTo(here.rests);
  }

  @Test
  void closeInsteadOfAnAnswer_endsTheProcess() throws Exception {
    try (DecoderChild child = DecoderChild.start()) {
      child.open(
          DecoderSettings.file(painted().gop(10).write(folder.resolve("l.mp4"), 300)), true, false);
      child.expect(Message.Streams.class);
      child.expect(Message.Opened.class);
      child.order(new Order.Serve(INTERVAL));
      Message message;
      do {
        child.order(new Order.Next(false, NONE));
        message = child.read();
      } while (!(message instanceof Message.Demand));
      child.order(new Order.Close());
      assertThat(child.exit()).isEqualTo(DecoderMain.DONE);
    }
  }

  @Test
  void goneService_endsTheProcess() throws Exception {
    try (DecoderChild child = DecoderChild.start()) {
      child.open(settings(), true, false);
      child.expect(Message.Streams.class);
      child.expect(Message.Opened.class);
      child.abandon();
      assertThat(child.read()).isNull();
      assertThat(child.exit()).isEqualTo(DecoderMain.DONE);
    }
  }

  @Test
  void missingFile_failsWithItsName() throws Exception {
    try (DecoderChild child = DecoderChild.start()) {
      child.open(DecoderSettings.file(folder.resolve("missing.mp4")), true, false);
      Message.Failed failed = child.expect(Message.Failed.class);
      assertThat(failed.kind()).isEqualTo(Message.FailureKind.INPUT);
      assertThat(failed.text()).contains("missing.mp4").doesNotContain("Exception");
      assertThat(child.exit()).isEqualTo(DecoderMain.DONE);
    }
  }

  @Test
  void wrongOrder_endsTheProcessAsAFault() throws Exception {
    try (DecoderChild child = DecoderChild.start()) {
      child.order(new Order.Next(true, NONE));
      assertThat(child.read()).isNull();
      assertThat(child.exit()).isEqualTo(DecoderMain.ORDER_FAULT);
      assertThat(child.log).anyMatch(line -> line.contains("ERROR"));
    }
  }

  @Test
  void picturesThatNobodyGivesBack_areWaitedFor() throws Exception {
    // 3 bytes for each pixel: some fifty fill the shared memory, a small one each takes a page more
    Path clip =
        new TestClip()
            .coded("rawvideo", "bgr24")
            .size(3200, 2400)
            .painted((n, x, y) -> n * 0x040404)
            .write(folder.resolve("large.avi"), 50);
    try (DecoderChild child = DecoderChild.start()) {
      child.open(DecoderSettings.file(clip), true, false);
      child.expect(Message.Streams.class);
      child.expect(Message.Opened.class);
      List<Long> held = new ArrayList<>();
      child.order(new Order.Next(false, NONE));
      Message message = child.read();
      while (!(message instanceof Message.Full full)) {
        if (message instanceof Message.Picture picture) {
          held.add(picture.offset());
          child.order(new Order.Next(false, NONE));
        }
        message = child.read();
      }
      assertThat(full.held()).isEqualTo(held.size()).isBetween(40, 48);
      assertThat(held).doesNotHaveDuplicates();
      long given = held.get(7);
      child.order(new Order.Free(new long[] {given}));
      assertThat(child.expect(Message.Picture.class).offset()).isEqualTo(given);
      child.order(new Order.Close());
      assertThat(child.exit()).isEqualTo(DecoderMain.DONE);
    }
  }

  private DecoderSettings settings() {
    return DecoderSettings.file(painted().write(folder.resolve("clip.mp4"), 20));
  }

  private static TestClip painted() {
    return new TestClip().painted((n, x, y) -> (x * 5 + y * 3 + n * 40) % 256 * 0x010203);
  }

  private static Seen seen(Picture picture, DecodedPicture decoded) {
    List<Long> planes = new ArrayList<>();
    for (int i = 0; i < picture.planes(); i++) {
      planes.add(
          checksum(
              picture.plane(i),
              picture.stride(i),
              rowBytes(picture.format(), picture.width(), i),
              rows(picture.format(), picture.height(), i)));
    }
    return new Seen(
        picture.format(),
        picture.width(),
        picture.height(),
        picture.orientation().clockwiseDegrees(),
        picture.pixelAspect() + " " + picture.colorSpace(),
        decoded.timestampNanos(),
        decoded.damaged(),
        planes);
  }

  private static Seen seen(
      MemorySegment pictures, @Nullable PictureShape shape, Message.Picture picture) {
    if (shape == null) {
      throw new AssertionError("a picture without a shape");
    }
    MemorySegment block = pictures.asSlice(picture.offset(), shape.bytes());
    List<Long> planes = new ArrayList<>();
    for (int i = 0; i < shape.offsets().length; i++) {
      planes.add(
          checksum(
              block.asSlice(shape.offsets()[i]),
              shape.strides()[i],
              rowBytes(shape.format(), shape.width(), i),
              rows(shape.format(), shape.height(), i)));
    }
    return new Seen(
        shape.format(),
        shape.width(),
        shape.height(),
        shape.orientation().clockwiseDegrees(),
        shape.pixelAspect() + " " + shape.colorSpace(),
        picture.timestampNanos(),
        picture.damaged(),
        planes);
  }

  private static long checksum(MemorySegment plane, int stride, int rowBytes, int rows) {
    CRC32 sum = new CRC32();
    long first = stride < 0 ? (long) -stride * (rows - 1) : 0;
    for (int row = 0; row < rows; row++) {
      sum.update(
          plane.asSlice(first + (long) row * stride, rowBytes).toArray(ValueLayout.JAVA_BYTE));
    }
    return sum.getValue();
  }

  private static int rowBytes(String format, int width, int plane) {
    boolean palette = format.equals("pal8") && plane == 1;
    return palette ? PALETTE_BYTES : av_image_get_linesize(av_get_pix_fmt(format), width, plane);
  }

  private static int rows(String format, int height, int plane) {
    if (format.equals("pal8") && plane == 1) {
      return 1;
    }
    int shift = plane == 0 ? 0 : av_pix_fmt_desc_get(av_get_pix_fmt(format)).log2_chroma_h();
    return -(-height >> shift);
  }

  private static Piece piece(Message.Packet packet) {
    CRC32 sum = new CRC32();
    sum.update(packet.data());
    return new Piece(
        packet.stream(),
        (packet.flags() & AV_PKT_FLAG_KEY) != 0,
        packet.pts(),
        packet.dts(),
        packet.duration(),
        sum.getValue());
  }

  /** Notes what it is given. */
  private static final class PacketNotes implements PacketTap {
    private final List<PacketStream> streams = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();

    @Override
    public boolean wantsAudio() {
      return true;
    }

    @Override
    public void opened(List<PacketStream> found) {
      streams.addAll(found);
    }

    @Override
    public void packet(Packet packet) {
      CRC32 sum = new CRC32();
      sum.update(packet.data().asByteBuffer());
      pieces.add(
          new Piece(
              packet.streamIndex(),
              packet.isKeyFrame(),
              packet.pts(),
              packet.dts(),
              packet.duration(),
              sum.getValue()));
    }

    @Override
    public void closed() {
      // nothing is kept
    }
  }
}
