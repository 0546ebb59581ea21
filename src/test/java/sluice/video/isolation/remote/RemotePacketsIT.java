package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.DecodeMode;
import sluice.core.Orientation;
import sluice.video.Camera;
import sluice.video.OpenMedia;
import sluice.video.TestClip;
import sluice.video.decode.InputOpener;
import sluice.video.decode.PictureDemand;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketInput;

/**
 * Packets of a decoder's process: those that a demuxer here gives, and what is recorded of them.
 */
@Timeout(120)
class RemotePacketsIT {
  private static final int FLV_HEADER = 13;

  @TempDir Path folder;
  private final IsolatedInputs isolated = new IsolatedInputs(HelperProgram.ofThisProcess());

  @AfterEach
  void nothingIsLeft() {
    isolated.close();
    assertThat(isolated.running()).isZero();
    assertThat(Packet.open()).isZero();
    assertThat(OpenMedia.pictures()).isZero();
    assertThat(OpenMedia.inputs()).isZero();
    assertThat(PictureMapping.open()).isZero();
  }

  /** H.264 and H.265 with B-pictures, sound, with and without a configuration in the container. */
  @ParameterizedTest
  @ValueSource(strings = {"aac.mp4", "aac.ts", "opus.mkv", "hevc.ts"})
  void packetsAndRecordings_areTheSame(String name) throws IOException {
    Path clip = folder.resolve(name);
    try (InputStream in = getClass().getResourceAsStream("/sluice/video/mux/" + name)) {
      Files.copy(Objects.requireNonNull(in), clip);
    }
    NotingTap here = assertSame(clip, true);
    assertThat(here.streams).hasSize(name.startsWith("hevc") ? 1 : 2);
    assertThat(here.recorded).hasSizeGreaterThan(2);
  }

  @Test
  void rotation_survivesInTheRecording() throws IOException {
    Path clip =
        new TestClip()
            .coded("libopenh264", "yuv420p")
            .rotated(90)
            .gop(5)
            .write(folder.resolve("turned.mp4"), 20);
    assertSame(clip, true);
    NotingTap tap = new NotingTap(true);
    read(isolated, clip, tap);
    Path recorded = folder.resolve("recorded.mp4");
    try (OutputStream out = Files.newOutputStream(recorded)) {
      out.write(tap.recording.getFirst());
      for (int i = 1; i < tap.recording.size(); i += 2) {
        out.write(tap.recording.get(i));
      }
    }
    try (VideoDecoder decoder = TestClip.decoder(recorded)) {
      assertThat(decoder.info().orientation()).isNotEqualTo(Orientation.UPRIGHT);
      assertThat(Shown.all(decoder)).hasSize(20);
    }
  }

  /** As cameras of HTTP-FLV do where they are set to another size. */
  @Test
  void configurationInMidStream_isBroughtByItsPacket() throws IOException {
    TestClip clip = new TestClip().coded("libopenh264", "yuv420p").gop(5);
    byte[] first = Files.readAllBytes(clip.write(folder.resolve("1.flv"), 10));
    byte[] second = Files.readAllBytes(clip.size(128, 96).write(folder.resolve("2.flv"), 10));
    Path both = folder.resolve("both.flv");
    try (OutputStream out = Files.newOutputStream(both)) {
      out.write(first);
      out.write(Arrays.copyOfRange(second, FLV_HEADER, second.length));
    }
    NotingTap here = assertSame(both, true);
    assertThat(here.packets).anyMatch(packet -> !packet.configuration().isEmpty());
  }

  @Test
  void largePackets_areTheSame() {
    Path clip =
        new TestClip()
            .coded("rawvideo", "yuv420p")
            .size(3840, 2160)
            .painted((n, x, y) -> n)
            .write(folder.resolve("raw.nut"), 4);
    NotingTap here = assertSame(clip, false);
    assertThat(here.packets).allMatch(packet -> packet.size() > 12_000_000);
  }

  /** Where it is too large to be told, the pictures come all the same. */
  @Test
  void packetThatIsTooLarge_isLeftOut() {
    Path clip =
        new TestClip()
            .coded("rawvideo", "bgr24")
            .size(3840, 2160)
            .painted((n, x, y) -> n)
            .write(folder.resolve("raw.nut"), 2);
    NotingTap tap = new NotingTap(false);
    assertThat(read(isolated, clip, tap)).hasSize(2);
    assertThat(tap.packets).isEmpty();
  }

  @Test
  void packetsThatNobodyNeeds_areCounted() {
    Path clip =
        new TestClip()
            .coded("libopenh264", "yuv420p")
            .gop(5)
            .withSound()
            .write(folder.resolve("clip.mkv"), 23);
    NotingTap tap = new NotingTap(false);
    tap.needed = false;
    assertThat(read(isolated, clip, tap)).hasSize(23);
    assertThat(tap.packets).isEmpty();
    assertThat(tap.streams).hasSize(2);
    assertThat(tap.passed).isEqualTo(23);
    assertThat(tap.passedKeys).isEqualTo(5);
    assertThat(List.of(tap.opened, tap.closed)).containsExactly(1, 1);
  }

  @Test
  void packetsThatAreNeededFromAPictureOn_comeFromThenOn() {
    Path clip = new TestClip().gop(10).write(folder.resolve("clip.mkv"), 100);
    NotingTap all = new NotingTap(false);
    read(InputOpener.IN_PROCESS, clip, all);
    NotingTap tap = new NotingTap(false);
    tap.needed = false;
    try (VideoDecoder decoder =
        isolated.pictures(DecoderSettings.file(clip), () -> false, List.of(tap))) {
      for (int i = 0; i < 50; i++) {
        Shown.of(Objects.requireNonNull(decoder.next()));
      }
      assertThat(tap.packets).isEmpty();
      tap.needed = true;
      for (int i = 0; i < 25; i++) {
        Shown.of(Objects.requireNonNull(decoder.next()));
      }
      int got = tap.packets.size();
      assertThat(got).isBetween(18, 25);
      tap.needed = false;
      assertThat(Shown.all(decoder)).hasSize(25);
      assertThat(tap.packets).hasSizeBetween(got, got + 6);
    }
    assertThat(tap.passed + tap.packets.size()).isEqualTo(100);
    int first = all.packets.indexOf(tap.packets.getFirst());
    assertThat(tap.packets).isEqualTo(all.packets.subList(first, first + tap.packets.size()));
  }

  @Test
  void packetsAlone_areTheSame() throws IOException {
    Path clip = folder.resolve("aac.ts");
    try (InputStream in = getClass().getResourceAsStream("/sluice/video/mux/aac.ts")) {
      Files.copy(Objects.requireNonNull(in), clip);
    }
    NotingTap here = new NotingTap(true);
    NotingTap there = new NotingTap(true);
    there.needed = false; // who reads packets alone gets them
    assertThat(advance(isolated, clip, there))
        .isEqualTo(advance(InputOpener.IN_PROCESS, clip, here));
    assertEqual(there, here);
  }

  @Test
  void packetsOfACamera_areThoseThatItSends() throws IOException {
    try (Camera camera = new Camera(96, 64)) {
      NotingTap tap = new NotingTap(false);
      try (PacketInput input =
          isolated.packets(DecoderSettings.network(camera.url("")), () -> false, List.of(tap))) {
        assertThat(input.isDownload()).isFalse();
        for (int i = 0; i < 30; i++) {
          assertThat(input.advance()).isTrue();
        }
      }
      assertThat(tap.packets).hasSizeGreaterThanOrEqualTo(30);
      assertThat(tap.packets).extracting(NotingTap.Noted::dts).isSorted();
      assertThat(tap.closed).isEqualTo(1);
    }
  }

  /** Where a picture is wanted now and then, nobody waits for it to be given packets. */
  @Test
  void packetsThatBeginToBeNeeded_comeBeforeTheNextPicture() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    AtomicInteger pictures = new AtomicInteger();
    NotingTap tap = new NotingTap(false);
    tap.needed = false;
    try (Camera camera = new Camera(96, 64)) {
      CompletableFuture<Void> reading =
          CompletableFuture.runAsync(
              () -> {
                try (VideoDecoder decoder =
                    isolated.pictures(
                        DecoderSettings.network(camera.url("")), cancelled::get, List.of(tap))) {
                  decoder.serve(new Seldom());
                  while (true) {
                    Shown.of(Objects.requireNonNull(decoder.next()));
                    pictures.set(decoder.mode() == DecodeMode.KEY ? pictures.get() + 1 : 0);
                  }
                }
              });
      Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> pictures.get() > 0);
      int before = pictures.get();
      tap.needed = true;
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> tap.count > 0);
      assertThat(pictures).hasValue(before);
      cancelled.set(true);
      assertThatThrownBy(reading::join).hasMessageContaining("cancelled");
    }
  }

  /** Wants a key frame each four seconds. */
  private static final class Seldom implements PictureDemand {
    private long next;

    @Override
    public long intervalNanos() {
      return TimeUnit.SECONDS.toNanos(4);
    }

    @Override
    public void begin() {}

    @Override
    public boolean wants(long timestampNanos) {
      return wantsNear(timestampNanos, true);
    }

    @Override
    public boolean wantsNear(long timestampNanos, boolean key) {
      boolean wanted = key && timestampNanos >= next;
      if (wanted) {
        next = timestampNanos + intervalNanos();
      }
      return wanted;
    }

    @Override
    public void rest(long timestampNanos) {}

    @Override
    public long nextNanos() {
      return next;
    }

    @Override
    public void passed(long timestampNanos) {}
  }

  private static int advance(InputOpener inputs, Path clip, NotingTap tap) {
    int packets = 0;
    try (PacketInput input =
        inputs.packets(DecoderSettings.file(clip), () -> false, List.of(tap))) {
      while (input.advance()) {
        packets++;
      }
    }
    return packets;
  }

  private NotingTap assertSame(Path clip, boolean records) {
    NotingTap here = new NotingTap(records);
    NotingTap there = new NotingTap(records);
    List<Shown> pictures = read(InputOpener.IN_PROCESS, clip, here);
    assertThat(read(isolated, clip, there)).isEqualTo(pictures).isNotEmpty();
    assertEqual(there, here);
    return here;
  }

  private static void assertEqual(NotingTap there, NotingTap here) {
    assertThat(there.streams).isEqualTo(here.streams).isNotEmpty();
    assertThat(there.packets).isEqualTo(here.packets).isNotEmpty();
    assertThat(there.recorded).isEqualTo(here.recorded);
    assertThat(there.passed).isZero();
    assertThat(List.of(there.opened, there.closed)).containsExactly(1, 1);
  }

  private static List<Shown> read(InputOpener inputs, Path clip, NotingTap tap) {
    Comparison.Outcome outcome = Comparison.read(inputs, DecoderSettings.file(clip), List.of(tap));
    assertThat(outcome.failure()).isNull();
    return outcome.pictures();
  }
}
