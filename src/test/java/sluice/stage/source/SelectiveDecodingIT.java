package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToLongFunction;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.DecodeChoice;
import sluice.core.DecodeMode;
import sluice.core.Delivery;
import sluice.core.DropCause;
import sluice.core.Frame;
import sluice.core.Picture;
import sluice.core.Playback;
import sluice.testing.SharedFiles;
import sluice.video.TestClip;
import sluice.video.decode.InputOpener;
import sluice.video.demux.DecoderSettings;

/**
 * What is decoded where only some pictures are wanted: the same pictures, bit for bit and with the
 * same numbers and times, as where all are.
 */
@Timeout(120)
class SelectiveDecodingIT {

  @TempDir Path folder;

  /** A delivered frame with the checksum of what is shown of it. */
  record Shown(long number, long timestampNanos, long checksum) {}

  /** All that a run gave. */
  record Outcome(
      List<Shown> frames,
      int read,
      Map<DropCause, Integer> drops,
      int damaged,
      long undecoded,
      List<DecodeMode> modes) {}

  @ParameterizedTest
  @CsvSource({
    "one-by-one-person-detection.mp4, 2, 0",
    "one-by-one-person-detection.mp4, 2, 0.45",
    "one-by-one-person-detection.mp4, 5, 0",
    "one-by-one-person-detection.mp4, 3.3, 0.7",
    "one-by-one-person-detection.mp4, 1.3, 0.2",
    "car-detection.mp4, 2, 0",
    "car-detection.mp4, 5, 0.3",
    "bottle-detection.mp4, 4, 0",
    "bottle-detection.mp4, 0.7, 0.9",
  })
  void videos_giveTheSamePictures(String name, double fps, double phase) {
    Path file = SharedFiles.file("videos/" + name);
    assertSame(file, playback -> playback.fps(fps).limit(80), phase, DecodeMode.REFERENCE);
  }

  @ParameterizedTest
  @CsvSource({
    "mp4, mpeg4, yuv420p, 3, 24, 0, REFERENCE",
    "mp4, mpeg4, yuv420p, 3, 24, 2, REFERENCE",
    "mp4, mpeg4, yuv420p, 2, 24, 0, REFERENCE",
    "ts, mpeg4, yuv420p, 3, 24, 2, REFERENCE",
    "mkv, mpeg4, yuv420p, 3, 50, 1, REFERENCE",
    "avi, mpeg4, yuv420p, 3, 12, 0, REFERENCE",
    "mp4, libopenh264, yuv420p, 5, 30, 0, REFERENCE",
    "ts, libopenh264, yuv420p, 5, 60, 0, REFERENCE",
    "mkv, mjpeg, yuvj420p, 3, 1, 0, KEY",
    "mov, mjpeg, yuvj420p, 3, 1, 0, KEY",
  })
  void clips_giveTheSamePictures(
      String container,
      String codec,
      String format,
      double fps,
      int gop,
      int bFrames,
      DecodeMode mode) {
    Path file =
        new TestClip()
            .coded(codec, format)
            .gop(gop)
            .bFrames(bFrames)
            .write(folder.resolve("clip." + container), 150);
    assertSame(file, playback -> playback.fps(fps), 0.3, mode);
    assertSame(file, playback -> playback.fps(fps), 0, mode);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"libvpx-vp9 webm yuv420p", "libvpx webm yuv420p", "mpeg2video ts yuv420p"})
  void otherCodecs_areDecodedAsAWhole(String what) {
    String[] parts = what.split(" ");
    Path file =
        new TestClip().coded(parts[0], parts[2]).write(folder.resolve("clip." + parts[1]), 100);
    Outcome outcome = run(file, 3, 0, true);
    assertThat(outcome.modes()).isEmpty();
    assertThat(outcome.undecoded()).isZero();
  }

  @Test
  void liveSource_givesTheSamePictures() throws IOException {
    Path file = new TestClip().gop(25).coded("libopenh264", "yuv420p").write(clip("mkv"), 250);
    assertSameOverHttp(file, 0.4, DecodeMode.KEY, false);
    assertSameOverHttp(file, 3, DecodeMode.REFERENCE, true);
    assertSameOverHttp(
        new TestClip().gop(50).bFrames(2).write(clip("mkv"), 250), 3, DecodeMode.REFERENCE, true);
    assertSameOverHttp(
        SharedFiles.file("videos/one-by-one-person-detection.mp4"), 2, DecodeMode.REFERENCE, true);
  }

  @Test
  void keyFramesThatServeTheRate_areDecodedAlone() {
    Path file =
        new TestClip()
            .gop(25)
            .painted((n, x, y) -> 0x010101 * ((2 * x + n / 4) & 0xFF))
            .write(clip("mp4"), 500);
    Outcome all = run(file, 0, 0, false);
    for (double phase : new double[] {0, 0.3, 0.8}) {
      Outcome selected = run(file, 1, phase, true);
      assertThat(selected.modes()).contains(DecodeMode.KEY);
      assertThat(all.frames()).containsAll(selected.frames());
      assertThat(selected.frames()).hasSizeBetween(19, 21);
      assertThat(selected.frames().subList(8, 19)).allMatch(frame -> frame.number() % 25 == 0);
      assertThat(selected.undecoded()).isGreaterThan(350);
      assertThat(selected.read()).isEqualTo(500);
      assertThat(selected.drops())
          .isEqualTo(Map.of(DropCause.RATE, 500 - selected.frames().size()));
    }
  }

  /** H.264 with B-frames, of which some are references, and a key frame each second. */
  @Test
  void keyFramesBesideBFrames_serveTheRate() throws IOException {
    Path file = SharedFiles.file("videos/one-by-one-person-detection.mp4");
    Outcome all = run(file, 0, 0, false);
    Outcome selected = run(file, 0.9, 0.3, true);
    assertThat(selected.modes()).contains(DecodeMode.KEY);
    assertThat(all.frames()).containsAll(selected.frames());
    assertThat(selected.undecoded()).isGreaterThan(all.read() * 8L / 10);
    assertSameOverHttp(file, 0.9, DecodeMode.KEY, false);
  }

  /** Behind a key frame of MPEG-4 come B-frames that need the picture before it. */
  @Test
  void keyFramesOfMpeg4BesideBFrames_areReferences() {
    Path file = new TestClip().gop(25).bFrames(2).write(clip("mp4"), 500);
    assertSame(file, playback -> playback.fps(1), 0.3, DecodeMode.REFERENCE);
    assertThat(run(file, 1, 0.3, true).modes()).doesNotContain(DecodeMode.KEY);
  }

  @Test
  void changeOfStructureAndOfClock_losesNoPicture() throws IOException {
    Path joined = clip("ts");
    Path part = folder.resolve("part.ts");
    try (OutputStream out = Files.newOutputStream(joined)) {
      Files.copy(new TestClip().gop(10).coded("libopenh264", "yuv420p").write(part, 150), out);
      Files.copy(new TestClip().gop(200).coded("libopenh264", "yuv420p").write(part, 350), out);
      Files.copy(new TestClip().gop(12).coded("libopenh264", "yuv420p").write(part, 150), out);
    }
    Outcome all = run(joined, 0, 0, false);
    Outcome selected = run(joined, 2, 0, true);
    assertThat(selected.modes()).contains(DecodeMode.KEY);
    assertThat(selected.read()).isEqualTo(all.read());
    assertThat(all.frames()).containsAll(selected.frames());
    for (int i = 1; i < selected.frames().size(); i++) {
      assertThat(selected.frames().get(i).number() - selected.frames().get(i - 1).number())
          .as("pictures between two that are looked at, from %s", selected.frames().get(i))
          .isLessThanOrEqualTo(25);
    }
  }

  @Test
  void keyFramesThatComeNoMore_areNotWaitedForForever() {
    IntToLongFunction seldomLater = n -> n <= 400 ? 50L * n : 20_000 + 1000L * (n - 400);
    Path file = new TestClip().gop(80).at(seldomLater).write(clip("mkv"), 475);
    Outcome selected = run(file, 0.1, 0, true);
    assertThat(selected.modes()).containsSubsequence(DecodeMode.KEY, DecodeMode.ALL);
    assertThat(selected.read()).isEqualTo(475);
    List<Shown> frames = selected.frames();
    assertThat(frames.getLast().timestampNanos()).isGreaterThan(80_000_000_000L);
    for (int i = 1; i < frames.size(); i++) {
      assertThat(frames.get(i).timestampNanos() - frames.get(i - 1).timestampNanos())
          .as("time without a picture, before %s", frames.get(i))
          .isLessThanOrEqualTo(32_000_000_000L);
    }
  }

  @Test
  void sourceWithoutTimes_isDecodedAsAWhole() {
    Path file = new TestClip().coded("libopenh264", "yuv420p").write(clip("h264"), 100);
    Outcome all = run(file, 3, 0, false);
    Outcome selected = run(file, 3, 0, true);
    assertThat(selected.frames()).isEqualTo(all.frames());
  }

  @Test
  void loopsSkippedStartAndLimit_countTheSame() {
    Path file = new TestClip().gop(20).bFrames(2).write(clip("mp4"), 70);
    UnaryOperator<Playback.Builder> options =
        playback -> playback.fps(4).loop(true).skipFirst(13).limit(40);
    Outcome all = run(file, options, 0.4, false);
    Outcome selected = run(file, options, 0.4, true);
    assertThat(selected.frames()).isEqualTo(all.frames()).hasSize(40);
    assertThat(selected.read()).isEqualTo(all.read());
    assertThat(selected.drops()).isEqualTo(all.drops());
    assertThat(selected.undecoded()).isPositive();
  }

  @Test
  void choiceOfAll_decodesEverything() {
    Path file = new TestClip().gop(20).bFrames(2).write(clip("mp4"), 100);
    Outcome outcome = run(file, playback -> playback.fps(3).decode(DecodeChoice.ALL), 0, true);
    assertThat(outcome.modes()).isEmpty();
    assertThat(outcome.undecoded()).isZero();
  }

  @Test
  void damage_costsNoMoreThanTheNextPictures() throws IOException {
    Path file = new TestClip().gop(30).coded("libopenh264", "yuv420p").write(clip("ts"), 300);
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      bytes[bytes.length / 4 + random.nextInt(bytes.length / 2)] ^=
          (byte) (1 + random.nextInt(200));
    }
    Files.write(file, bytes);
    Outcome all = run(file, 3, 0, false);
    Outcome selected = run(file, 3, 0, true);
    for (int i = 1; i < selected.frames().size(); i++) {
      assertThat(selected.frames().get(i).number() - selected.frames().get(i - 1).number())
          .isLessThanOrEqualTo(20);
    }
    assertThat(selected.frames().size())
        .isBetween(all.frames().size() - 2, all.frames().size() + 2);
  }

  private Path clip(String container) {
    return folder.resolve("clip." + container);
  }

  @Test
  void recordingInRealTime_waitsBeforeItDecodesAndKeepsItsPace() throws InterruptedException {
    Path clip =
        new TestClip().size(64, 48).rate(10).gop(40).write(folder.resolve("paced.mp4"), 200);
    SourceSettings settings =
        new SourceSettings(
            SourceLocation.parse(clip.toString()),
            Playback.builder().delivery(Delivery.EVERY).realtime(true).fps(1).build(),
            0);
    ManualClock clock = ManualClock.jumping();
    long start = clock.nanoTime();
    List<Long> times = new ArrayList<>();
    try (ReaderRun run = new ReaderRun(settings, SourceOpener.of(settings), clock).start()) {
      run.forEach(frame -> times.add(frame.timestampNanos()));
      assertThat(run.outcome()).isNull();
    }

    assertThat(times).hasSize(20);
    assertThat(clock.nanoTime() - start).isEqualTo(times.getLast());
    // The first frames are paced while all is decoded: a wait each. Later ones have two.
    assertThat(clock.waits().size()).isGreaterThanOrEqualTo(2 * times.size() - 5);
  }

  private static void assertSameOverHttp(Path file, double fps, DecodeMode mode, boolean exactly)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, Files.size(file));
          try (OutputStream body = exchange.getResponseBody()) {
            Files.copy(file, body);
          }
        });
    server.start();
    try {
      DecoderSettings settings =
          DecoderSettings.network("http://127.0.0.1:" + server.getAddress().getPort() + "/clip");
      Outcome all = run(settings, playback -> playback.fps(exactly ? fps : 0), 0.3, false);
      Outcome selected = run(settings, playback -> playback.fps(fps), 0.3, true);
      if (exactly) {
        assertThat(selected.frames()).isEqualTo(all.frames());
      } else {
        assertThat(all.frames()).containsAll(selected.frames());
      }
      assertThat(selected.read()).isEqualTo(all.read());
      assertThat(selected.modes()).contains(mode);
      assertThat(selected.undecoded()).isPositive();
    } finally {
      server.stop(0);
    }
  }

  private static void assertSame(
      Path file, UnaryOperator<Playback.Builder> options, double phase, DecodeMode mode) {
    Outcome all = run(file, options, phase, false);
    Outcome selected = run(file, options, phase, true);
    assertThat(selected.frames()).isEqualTo(all.frames()).hasSizeGreaterThan(5);
    assertThat(selected.read()).isEqualTo(all.read());
    assertThat(selected.drops()).isEqualTo(all.drops());
    assertThat(selected.damaged()).isEqualTo(all.damaged());
    assertThat(selected.modes()).contains(mode).endsWith(DecodeMode.ALL);
    assertThat(selected.undecoded()).isPositive();
    assertThat(all.undecoded()).isZero();
  }

  private static Outcome run(Path file, double fps, double phase, boolean selective) {
    return run(file, playback -> playback.fps(fps), phase, selective);
  }

  private static Outcome run(
      Path file, UnaryOperator<Playback.Builder> options, double phase, boolean selective) {
    return run(DecoderSettings.file(file), options, phase, selective);
  }

  private static Outcome run(
      DecoderSettings input,
      UnaryOperator<Playback.Builder> options,
      double phase,
      boolean selective) {
    return run(InputOpener.IN_PROCESS, input, options, phase, selective);
  }

  /**
   * Reads an input to its end.
   *
   * @param selective whether what isn't wanted may stay undecoded
   */
  static Outcome run(
      InputOpener inputs,
      DecoderSettings input,
      UnaryOperator<Playback.Builder> options,
      double phase,
      boolean selective) {
    SourceSettings settings =
        new SourceSettings(
            SourceLocation.parse(input.location()),
            options.apply(Playback.builder().delivery(Delivery.EVERY)).build(),
            phase);
    SourceReader.Opener opener =
        cancelled -> DecoderReader.open(settings.location(), inputs, input, List.of(), cancelled);
    try (ReaderRun run =
        ReaderRun.of(
            settings, selective ? opener : cancelled -> new WholeReader(opener.open(cancelled)))) {
      List<Shown> frames = new ArrayList<>();
      run.forEach(frame -> frames.add(shown(frame)));
      assertThat(run.outcome()).isNull();
      return new Outcome(
          frames,
          run.heard.read(),
          run.heard.drops(),
          run.heard.damaged(),
          run.heard.undecoded(),
          run.heard.modes());
    }
  }

  private static Shown shown(Frame frame) {
    CRC32 sum = new CRC32();
    Picture picture = frame.picture();
    for (int plane = 0; plane < picture.planes(); plane++) {
      int shift = plane == 0 ? 0 : 1;
      MemorySegment pixels = picture.plane(plane);
      int stride = picture.stride(plane);
      for (int y = 0; y < picture.height() >> shift; y++) {
        sum.update(pixels.asSlice((long) y * stride, picture.width() >> shift).asByteBuffer());
      }
    }
    return new Shown(frame.number(), frame.timestampNanos(), sum.getValue());
  }
}
