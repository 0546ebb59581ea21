package sluice.recording.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.recording.files.TestSegment.TIMESCALE;
import static sluice.recording.files.TestSegment.box;
import static sluice.recording.files.TestSegment.bytes;
import static sluice.recording.files.TestSegment.fragment;
import static sluice.recording.files.TestSegment.init;
import static sluice.recording.files.TestSegment.initWithSound;
import static sluice.recording.files.TestSegment.join;
import static sluice.recording.files.TestSegment.largeBox;
import static sluice.recording.files.TestSegment.second;
import static sluice.recording.files.TestSegment.u32;
import static sluice.recording.files.TestSegment.u64;
import static sluice.recording.files.TestSegment.visual;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class FragmentScanTest {
  @TempDir Path folder;

  private Optional<FragmentScan> scan(byte[]... parts) throws IOException {
    return FragmentScan.of(Files.write(folder.resolve("file.mp4"), join(parts)));
  }

  private static byte[] track(int id, int flags, byte[] header, byte[] time, byte[] run) {
    return box(
        "traf",
        box("tfhd", u32(flags, id), header),
        box("tfdt", time),
        run.length == 0 ? run : box("trun", run));
  }

  private static byte[] moof(byte[]... tracks) {
    return box("moof", box("mfhd", u32(0, 1)), join(tracks));
  }

  @Test
  void file_isDescribed() throws IOException {
    byte[] init = init();
    byte[] fragments = join(second(8), second(9));

    assertThat(scan(init, fragments))
        .contains(
            new FragmentScan(
                init.length,
                2,
                init.length + fragments.length,
                Duration.ofSeconds(8),
                Duration.ofSeconds(10),
                new MediaParameters(TestSegment.AVC, 1920, 1080, false)));
  }

  @Test
  void sound_isNamed_andDoesNotSetTheTimes() throws IOException {
    byte[] sound = track(2, 0x020008, u32(1024), u32(0, 96_000), u32(0x1, 47, 0));
    byte[] video = track(1, 0x020000, u32(), u32(0, 900), u32(0x1, 30, 0));

    FragmentScan scan =
        scan(initWithSound(), moof(sound, video), box("mdat", new byte[9])).orElseThrow();

    assertThat(scan.parameters())
        .isEqualTo(new MediaParameters(TestSegment.AVC + "," + TestSegment.AAC, 1920, 1080, true));
    assertThat(scan.mediaStart()).isEqualTo(Duration.ofMillis(10));
    assertThat(scan.length())
        .as("30 pictures of the trex's 3,000")
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void durations_areOfTheHeader_andOfSeveralRuns() throws IOException {
    byte[] header = join(u64(7), u32(1), u32(9_000), u32(1), u32(1));
    byte[] first = box("trun", u32(0xf04, 2, 1), u32(4_500, 1, 1, 1, 4_500, 1, 1, 1));
    byte[] second = box("trun", u32(0xe00, 2), u32(1, 1, 1, 1, 1, 1));
    byte[] track =
        box("traf", box("tfhd", u32(0x3b, 1), header), box("tfdt", u32(0, 0)), first, second);

    assertThat(scan(init(), moof(track), box("mdat")).orElseThrow().length())
        .isEqualTo(Duration.ofMillis(300));
  }

  @Test
  void times_areThoseAtWhichPicturesAreShown() throws IOException {
    byte[] first = u32(0x01000900, 4, 3_600, 3_600, 3_600, 10_800, 3_600, -3_600, 3_600, 0);
    byte[] second = u32(0x900, 2, 3_600, 3_600, 3_600, 3_600);

    FragmentScan scan =
        scan(
                init(),
                moof(track(1, 0x020000, u32(), u32(0, 90_000), first)),
                box("mdat"),
                moof(track(1, 0x020000, u32(), u32(0, 104_400), second)),
                box("mdat"))
            .orElseThrow();

    assertThat(scan.mediaStart()).isEqualTo(Duration.ofMillis(1_040));
    assertThat(scan.mediaEnd()).isEqualTo(Duration.ofMillis(1_280));
  }

  @Test
  void boxesOfOtherKindsAndLengths_areTolerated() throws IOException {
    byte[] init =
        join(
            box("ftyp", u32(0, 0)),
            box("free", new byte[100]),
            largeBox("moov", Arrays.copyOfRange(init(), 24, init().length)));
    byte[] styp = box("styp", u32(0, 0));
    byte[] moof = Arrays.copyOf(second(0), second(0).length - 508);
    byte[] media = largeBox("mdat", new byte[500]);
    byte[] tail = join(box("sidx", new byte[20]), box("mfra", new byte[8]));

    FragmentScan scan = scan(init, styp, moof, media, styp, second(1), tail).orElseThrow();

    assertThat(scan.initBytes()).isEqualTo(init.length);
    assertThat(scan.fragments()).isEqualTo(2);
    assertThat(scan.wholeBytes())
        .isEqualTo(init.length + 2 * styp.length + 8 + 2 * second(1).length);
    assertThat(scan.mediaEnd()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void headerOfVersionOne_isRead() throws IOException {
    byte[] entry = box("avc1", visual(640, 360), box("avcC", bytes(1, 0x42, 0xc0, 0x1e)));
    byte[] track =
        box(
            "trak",
            box(
                "mdia",
                box("minf", box("stbl", box("stsd", u32(0, 1), entry))),
                box("hdlr", u32(0, 0), "vide".getBytes(StandardCharsets.ISO_8859_1), new byte[12]),
                box("mdhd", u32(0x01000000), u64(1), u64(2), u32(1_000), u64(0))),
            box("tkhd", u32(0x01000003), u64(1), u64(2), u32(1), new byte[68]));

    FragmentScan scan = scan(init(track), fragment(500, 2, 40, 10)).orElseThrow();

    assertThat(scan.mediaStart()).isEqualTo(Duration.ofMillis(500));
    assertThat(scan.mediaEnd()).isEqualTo(Duration.ofMillis(580));
    assertThat(scan.parameters()).isEqualTo(new MediaParameters("avc1.42c01e", 640, 360, false));
  }

  static Stream<Arguments> entries() {
    byte[] hevc = bytes(1, 0x21, 0x60, 0, 0, 0, 0xb0, 0, 0, 0, 0, 0, 0x99, 0xf0);
    return Stream.of(
        Arguments.of("hvc1", box("hvcC", hevc), "hvc1.1.6.H153.B0"),
        Arguments.of("hev1", new byte[0], "hev1"),
        Arguments.of("hvc1", hvcC("01016000000090000000000000"), "hvc1.1.6.L0.90"),
        Arguments.of("hvc1", hvcC("0122200000000000b000000096"), "hvc1.2.4.H150.0.0.B0"),
        Arguments.of("hvc1", hvcC("0161600000000000000000007b"), "hvc1.A1.6.H123"),
        Arguments.of("av01", box("av1C", bytes(0x81, 0x08, 0x4c, 0)), "av01.0.08M.10"),
        Arguments.of("av01", box("av1C", bytes(0x81, 0x8d, 0xec, 0)), "av01.4.13H.12"),
        Arguments.of("avc1", box("pasp", u32(1, 1)), "avc1"),
        Arguments.of("mp4v", new byte[0], "mp4v"));
  }

  private static byte[] hvcC(String configuration) {
    return box("hvcC", HexFormat.of().parseHex(configuration));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void codecs_areNamedByTheirConfiguration(String entry, byte[] config, String name)
      throws IOException {
    byte[] init = init(TestSegment.video(box(entry, visual(64, 48), config)));

    assertThat(scan(init, second(0)).orElseThrow().parameters().codecs()).isEqualTo(name);
  }

  @Test
  void fileThatIsCutAnywhere_hasItsWholeFragments() throws IOException {
    byte[] init = init();
    byte[] all = join(init, second(3), second(4), second(5));
    int each = second(3).length;

    for (int length = 0; length <= all.length; length++) {
      Optional<FragmentScan> scan = scan(Arrays.copyOf(all, length));
      int whole = Math.max(0, length - init.length) / each;
      assertThat(scan.map(FragmentScan::fragments).orElse(0)).as("of %d", length).isEqualTo(whole);
      if (whole > 0) {
        assertThat(scan.orElseThrow().wholeBytes()).isEqualTo(init.length + (long) whole * each);
        assertThat(scan.orElseThrow().mediaEnd()).isEqualTo(Duration.ofSeconds(3 + whole));
      }
    }
  }

  @Test
  void bytesThatAreChanged_endTheScan_andNothingElse() throws IOException {
    byte[] sound = join(init(), second(0), second(1), second(2));
    Random random = new Random(7);
    for (int i = 0; i < 3_000; i++) {
      byte[] damaged = sound.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      scan(damaged).ifPresent(scan -> assertSane(scan, sound.length));
    }
  }

  @Test
  void randomBytes_areNoFile_afterSoundBoxesToo() throws IOException {
    Random random = new Random(8);
    for (int i = 0; i < 1_000; i++) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      assertThat(scan(noise)).isEmpty();
      assertThat(scan(init(), noise)).isEmpty();
      FragmentScan scan = scan(init(), second(0), noise).orElseThrow();
      assertThat(scan.fragments()).isEqualTo(1);
      // A box of random content may be taken for a head; what is in it may not.
      byte[] moof = box("moof", noise);
      assertThat(scan(init(), moof, box("mdat"))).isEmpty();
    }
  }

  private static void assertSane(FragmentScan scan, long size) {
    assertThat(scan.wholeBytes()).isBetween((long) scan.initBytes(), size);
    assertThat(scan.length()).isBetween(Duration.ZERO, Duration.ofHours(25));
    assertThat(scan.mediaStart()).isBetween(Duration.ZERO, Duration.ofDays(20_000));
  }

  static Stream<Arguments> hostile() {
    byte[] run = u32(0x1, 25, 0);
    return Stream.of(
        Arguments.of("samples beyond the box", moof(track(1, 0, u32(), u32(0, 0), u32(0x100, -1)))),
        Arguments.of("durations that overflow", moof(track(1, 8, u32(-1), u32(0, 0), u32(0, -1)))),
        Arguments.of("a day and more", moof(track(1, 8, u32(-1), u32(0, 0), u32(0, 2)))),
        Arguments.of(
            "a time beyond all",
            moof(track(1, 0, u32(), join(u32(0x01000000), u64(Long.MAX_VALUE - 5)), run))),
        Arguments.of(
            "a time below zero", moof(track(1, 0, u32(), join(u32(0x01000000), u64(-1)), run))),
        Arguments.of("no time", box("moof", box("traf", box("tfhd", u32(0, 1)), box("trun", run)))),
        Arguments.of(
            "no header", box("moof", box("traf", box("tfdt", u32(0, 0)), box("trun", run)))),
        Arguments.of(
            "a box in it that is too long",
            box("moof", u32(1000), "traf".getBytes(StandardCharsets.ISO_8859_1))),
        Arguments.of("no media", join(moof(), moof())),
        Arguments.of("another movie", init()),
        Arguments.of("an unknown box", box("\0\0\0\0", new byte[8])),
        Arguments.of(
            "a length of nothing", join(u32(0), "moof".getBytes(StandardCharsets.ISO_8859_1))),
        Arguments.of(
            "a length below a head's", join(u32(7), "free".getBytes(StandardCharsets.ISO_8859_1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void fragmentThatCantBe_endsTheScan(String name, byte[] fragment) throws IOException {
    FragmentScan scan =
        scan(init(), second(0), fragment, box("mdat", new byte[8]), second(1)).orElseThrow();

    assertThat(scan.fragments()).as(name).isEqualTo(1);
    assertThat(scan.wholeBytes()).isEqualTo(init().length + second(0).length);
  }

  @Test
  void mediaWithoutFragment_isNone() throws IOException {
    assertThat(scan(init(), box("mdat", new byte[8]), second(0))).isEmpty();
    assertThat(scan(second(0))).isEmpty();
    assertThat(scan(box("moov"), second(0))).isEmpty();
  }

  @Test
  void fragmentsOfSoundAlone_areNoRecording() throws IOException {
    byte[] sound = track(2, 8, u32(1024), u32(0, 0), u32(0x1, 47, 0));

    assertThat(scan(initWithSound(), moof(sound), box("mdat"))).isEmpty();
  }

  @Test
  void videoWithoutTimescale_isNone() throws IOException {
    byte[] init = init();
    int scale = new String(init, StandardCharsets.ISO_8859_1).indexOf("mdhd") + 16;
    assertThat(ByteBuffer.wrap(init).getInt(scale)).isEqualTo(TIMESCALE);
    ByteBuffer.wrap(init).putInt(scale, 0);

    assertThat(scan(init, second(0))).isEmpty();
  }

  @Test
  void boxesBeyondMemory_areNotLoaded() throws IOException {
    Path file = Files.write(folder.resolve("sparse.mp4"), init());
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.seek(sparse.length());
      sparse.write(join(u32(1), "moof".getBytes(StandardCharsets.ISO_8859_1), u64(1L << 36)));
      sparse.setLength(1L << 37);
    }

    assertThat(FragmentScan.of(file)).isEmpty();
  }

  @Test
  void zerosAfterAFragment_areNotWalked() throws IOException {
    Path file = Files.write(folder.resolve("sparse.mp4"), join(init(), second(0)));
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 37);
    }

    assertThat(FragmentScan.of(file).orElseThrow().fragments()).isEqualTo(1);
  }

  @Test
  void links_areNotFollowed() throws IOException {
    Path file = Files.write(folder.resolve("file.mp4"), join(init(), second(0)));
    Path link = Files.createSymbolicLink(folder.resolve("link.mp4"), file);

    assertThatThrownBy(() -> FragmentScan.of(link)).isInstanceOf(IOException.class);
  }
}
