package sluice.video.demux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.NativeMemory;
import sluice.core.SluiceException;
import sluice.video.OpenMedia;
import sluice.video.RtpStream;
import sluice.video.RtspServer;
import sluice.video.TestClip;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;
import sluice.video.demux.CopiedPackets.Listed;

class PacketTapIT {
  private static final Path VIDEOS = Path.of("../shared/videos");

  @TempDir Path folder;
  private long before;

  @BeforeEach
  void countMemory() {
    before = NativeMemory.bytes();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(Packet.open()).isZero();
    assertThat(OpenMedia.pictures()).isZero();
    assertThat(OpenMedia.inputs()).isZero();
    assertThat(NativeMemory.bytes()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "a.mkv", "a.ts", "a.avi"})
  void aTapSeesEveryPacketOfTheFileInItsOrder(String name) {
    Path clip =
        new TestClip().gop(5).coded("libopenh264", "yuv420p").write(folder.resolve(name), 23);
    try (RecordingTap tap = new RecordingTap(false)) {
      int pictures = decodeAll(clip, tap);
      assertThat(pictures).isEqualTo(23);
      assertThat(listed(tap)).isEqualTo(CopiedPackets.of(clip));
      assertThat(tap.packets).hasSize(23);
      assertThat(tap.packets.stream().filter(Packet::isKeyFrame)).hasSize(5);
      assertThat(tap.opened).isEqualTo(1);
      assertThat(tap.closed).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "one-by-one-person-detection.mp4, 1394",
    "car-detection.mp4, 377",
    "bottle-detection.mp4, 1189",
  })
  void aTapSeesEveryPacketOfARealRecording(String name, int frames) {
    Path video = VIDEOS.resolve(name);
    Assumptions.assumeTrue(Files.exists(video), () -> video + " is not there: skipped");
    try (RecordingTap tap = new RecordingTap(true)) {
      drain(Demuxer.open(DecoderSettings.file(video), () -> false, List.of(tap)));
      assertThat(listed(tap)).isEqualTo(CopiedPackets.of(video));
      int index = tap.streams.getFirst().index();
      List<Packet> pictures =
          tap.packets.stream().filter(packet -> packet.streamIndex() == index).toList();
      assertThat(pictures.size()).isEqualTo(frames);
      assertThat(pictures.getFirst().isKeyFrame()).isTrue();
      assertThat(pictures.stream().map(Packet::dts).toList()).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void bFramesComeInTheOrderOfDecoding() {
    Path clip =
        new TestClip().bFrames(2).coded("mpeg4", "yuv420p").write(folder.resolve("b.mp4"), 20);
    try (RecordingTap tap = new RecordingTap(false)) {
      assertThat(decodeAll(clip, tap)).isEqualTo(20);
      assertThat(tap.packets.stream().map(Packet::dts).toList()).isSorted().doesNotHaveDuplicates();
      assertThat(tap.packets.stream().map(Packet::pts).sorted().toList())
          .isNotEqualTo(tap.packets.stream().map(Packet::pts).toList());
    }
  }

  @Test
  void theStreamsParametersComeBeforeThePackets() {
    Path clip = clip(10);
    AtomicBoolean checked = new AtomicBoolean();
    PacketTap tap =
        new PacketTap() {
          @Override
          public void opened(List<PacketStream> streams) {
            assertThat(streams).hasSize(1);
            PacketStream video = streams.getFirst();
            assertThat(video.kind()).isEqualTo(PacketStream.Kind.VIDEO);
            assertThat(video.codec()).isEqualTo("h264");
            assertThat(video.seconds(video.timeBaseDenominator()))
                .isEqualTo(video.timeBaseNumerator());
            assertThat(video.parameters().width()).isPositive();
            assertThat(video.parameters().extradata_size()).isPositive();
            checked.set(true);
          }

          @Override
          public void packet(Packet packet) {
            assertThat(checked).isTrue();
          }

          @Override
          public void closed() {}
        };
    assertThat(decodeAll(clip, tap)).isEqualTo(10);
    assertThat(checked).isTrue();
  }

  @Test
  void soundComesOnlyWhereItIsWanted() {
    Path file = soundClip();
    List<Listed> all = CopiedPackets.of(file);
    try (RecordingTap silent = new RecordingTap(false);
        RecordingTap both = new RecordingTap(true)) {
      drain(Demuxer.open(DecoderSettings.file(file), () -> false, List.of(silent)));
      drain(Demuxer.open(DecoderSettings.file(file), () -> false, List.of(both)));
      assertThat(silent.streams).hasSize(1);
      assertThat(listed(silent)).isEqualTo(all.stream().filter(p -> p.stream() == 0).toList());
      assertThat(both.streams)
          .extracting(PacketStream::kind)
          .containsExactly(PacketStream.Kind.VIDEO, PacketStream.Kind.AUDIO);
      assertThat(listed(both)).isEqualTo(all);
      assertThat(all).anyMatch(packet -> packet.stream() == 1);
    }
  }

  @Test
  void soundIsNoneOfTheDecodersBusiness() {
    Path file = soundClip();
    try (RecordingTap both = new RecordingTap(true)) {
      assertThat(decodeAll(file, both)).isEqualTo(10);
    }
  }

  @Test
  void aRetainedPacketSharesThePayloadAndOutlivesTheDemuxer() {
    Path clip = clip(3);
    Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip), () -> false, List.of());
    Packet lent = demuxer.read();
    assertThat(lent).isNotNull();
    Packet kept = lent.retain();
    assertThat(kept.data().address()).isEqualTo(lent.data().address());
    Listed first = Listed.of(lent);
    assertThat(NativeMemory.bytes()).isEqualTo(before + kept.size());
    demuxer.close();
    Packet second = kept.retain();
    assertThat(NativeMemory.bytes()).isEqualTo(before + kept.size());
    kept.close();
    assertThat(Packet.open()).isEqualTo(1);
    assertThat(Listed.of(second)).isEqualTo(first);
    CompletableFuture.runAsync(second::close).join();
    assertThat(Packet.open()).isZero();
  }

  @Test
  void closingTwiceIsRefusedAndFreesOnce() {
    try (Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip(3)), () -> false, List.of())) {
      Packet lent = demuxer.read();
      assertThat(lent).isNotNull();
      Packet one = lent.retain();
      Packet other = one.retain();
      one.close();
      assertThatThrownBy(one::close).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(one::data).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(one::retain).isInstanceOf(IllegalStateException.class);
      assertThat(Packet.open()).isEqualTo(1);
      assertThat(other.size()).isPositive();
      other.close();
      assertThatThrownBy(lent::close).isInstanceOf(IllegalStateException.class);
      assertThat(lent.size()).isPositive();
    }
  }

  @Test
  void aFailingTapIsClosedAndTheOthersGoOn() {
    Path clip = clip(20);
    FailingTap failing = new FailingTap(7);
    try (RecordingTap other = new RecordingTap(false)) {
      try (Decoder decoder =
          Decoder.open(DecoderSettings.file(clip), () -> false, List.of(failing, other))) {
        assertThat(closeAll(decoder)).isEqualTo(20);
      }
      assertThat(other.packets).hasSize(20);
    }
    assertThat(failing.packets).isEqualTo(7);
    assertThat(failing.closed).isEqualTo(1);
  }

  @Test
  void aTapThatFailsAtTheStartIsClosedAndSeesNothing() {
    FailingTap failing = new FailingTap(0);
    assertThat(decodeAll(clip(5), failing)).isEqualTo(5);
    assertThat(failing.packets).isZero();
    assertThat(failing.closed).isEqualTo(1);
  }

  @Test
  void closingInTheMiddleClosesTheTap() {
    try (RecordingTap tap = new RecordingTap(false)) {
      try (Decoder decoder =
          Decoder.open(DecoderSettings.file(clip(20)), () -> false, List.of(tap))) {
        DecodedPicture first = decoder.next();
        assertThat(first).isNotNull();
        first.picture().close();
        assertThat(tap.closed).isZero();
      }
      assertThat(tap.closed).isEqualTo(1);
      assertThat(tap.packets).hasSizeBetween(1, 19);
    }
  }

  @Test
  void anInputThatCantBeDecodedClosesTheTap() throws Exception {
    Path clip = clip(20);
    Path broken = folder.resolve("broken.mp4");
    byte[] bytes = Files.readAllBytes(clip);
    try (RecordingTap tap = new RecordingTap(false)) {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      int payload = text.indexOf("mdat") + 4;
      int index = text.indexOf("moov");
      Arrays.fill(bytes, payload, index > payload ? index - 4 : bytes.length, (byte) 0);
      Files.write(broken, bytes);
      assertThatThrownBy(
              () -> Decoder.open(DecoderSettings.file(broken), () -> false, List.of(tap)))
          .isInstanceOf(SluiceException.class);
      assertThat(tap.opened).isEqualTo(1);
      assertThat(tap.closed).isEqualTo(1);
    }
  }

  @Test
  void anInputThatCantBeOpenedNeverOpensTheTap() {
    try (RecordingTap tap = new RecordingTap(false)) {
      assertThatThrownBy(
              () ->
                  Decoder.open(
                      DecoderSettings.file(folder.resolve("none.mp4")), () -> false, List.of(tap)))
          .isInstanceOf(SluiceException.class);
      assertThat(tap.opened).isZero();
      assertThat(tap.closed).isZero();
    }
  }

  @Test
  void cancellingClosesTheTapOnce() {
    AtomicBoolean cancelled = new AtomicBoolean();
    try (RecordingTap tap = new RecordingTap(false)) {
      Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip(20)), cancelled::get, List.of(tap));
      assertThat(demuxer.read()).isNotNull();
      cancelled.set(true);
      demuxer.close();
      assertThat(tap.closed).isEqualTo(1);
      assertThat(tap.packets).hasSize(1);
    }
  }

  @Test
  void statisticsCountWhatFfprobeLists() {
    Path clip =
        new TestClip()
            .gop(5)
            .rate(25)
            .coded("libopenh264", "yuv420p")
            .write(folder.resolve("s.mp4"), 23);
    List<Listed> all = CopiedPackets.of(clip);
    PacketStatistics statistics = new PacketStatistics("s.mp4");
    assertThat(decodeAll(clip, statistics)).isEqualTo(23);
    assertThat(statistics.packets()).isEqualTo(23);
    assertThat(statistics.bytes()).isEqualTo(all.stream().mapToLong(Listed::size).sum());
    assertThat(statistics.keyFrames()).isEqualTo(5);
    assertThat(statistics.keyFrameSeconds()).isEqualTo(0.2);
    assertThat(statistics)
        .hasToString(
            "s.mp4: h264, 23 packets, %d bytes, 5 key frames, at most 0.20 s apart"
                .formatted(statistics.bytes()));
  }

  @Test
  @Timeout(60)
  void aCameraThatBreaksOffClosesTheTap() throws IOException {
    RtpStream stream = RtpStream.of(new TestClip(), 40);
    try (RecordingTap tap = new RecordingTap(false);
        RtspServer server = new RtspServer(stream, RtspServer.Ending.CLOSE, null)) {
      DecoderSettings camera = DecoderSettings.network(server.url(""));
      try (Decoder decoder = Decoder.open(camera, () -> false, List.of(tap))) {
        assertThatThrownBy(() -> closeAll(decoder)).isInstanceOf(SluiceException.class);
        assertThat(tap.packets).hasSize(40);
      }
      assertThat(tap.closed).isEqualTo(1);
    }
  }

  private Path soundClip() {
    return new TestClip()
        .coded("libopenh264", "yuv420p")
        .withSound()
        .write(folder.resolve("sound.mkv"), 10);
  }

  private Path clip(int pictures) {
    return new TestClip()
        .coded("libopenh264", "yuv420p")
        .write(folder.resolve("clip.mp4"), pictures);
  }

  private static List<Listed> listed(RecordingTap tap) {
    return tap.packets.stream().map(Listed::of).toList();
  }

  private static void drain(Demuxer opened) {
    try (Demuxer demuxer = opened) {
      while (demuxer.read() != null) {
        // the tap counts
      }
    }
  }

  private static int decodeAll(Path file, PacketTap tap) {
    try (Decoder decoder = Decoder.open(DecoderSettings.file(file), () -> false, List.of(tap))) {
      return closeAll(decoder);
    }
  }

  private static int closeAll(Decoder decoder) {
    int pictures = 0;
    DecodedPicture decoded;
    while ((decoded = decoder.next()) != null) {
      decoded.picture().close();
      pictures++;
    }
    return pictures;
  }

  /** Throws after a number of packets, and when it is closed too. */
  private static final class FailingTap implements PacketTap {
    private final int limit;
    private final List<Packet> kept = new ArrayList<>();
    private int packets;
    private int closed;

    FailingTap(int limit) {
      this.limit = limit;
    }

    @Override
    public void opened(List<PacketStream> streams) {
      if (limit == 0) {
        throw new IllegalStateException("fails at the start");
      }
    }

    @Override
    public void packet(Packet packet) {
      packets++;
      kept.add(packet.retain());
      if (packets == limit) {
        throw new AssertionError("fails in mid-stream");
      }
    }

    @Override
    public void closed() {
      closed++;
      kept.forEach(Packet::close);
      throw new IllegalStateException("fails at the end");
    }
  }
}
