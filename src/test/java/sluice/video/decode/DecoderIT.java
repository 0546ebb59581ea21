package sluice.video.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.Picture;
import sluice.core.PixelAspect;
import sluice.testing.SharedFiles;
import sluice.video.FrameNumber;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;
import sluice.video.image.SharedFrame;

/** What is in a clip comes out: every picture, in order, of its size, with its time. */
class DecoderIT {
  @TempDir Path folder;

  @AfterEach
  void noFrameIsLeft() {
    assertThat(SharedFrame.open()).isZero();
  }

  @ParameterizedTest(name = "{0} {1} in {2}")
  @CsvSource({
    "mpeg4, yuv420p, mp4",
    "mpeg4, yuv420p, avi",
    "mpeg2video, yuv420p, ts",
    "libopenh264, yuv420p, mkv",
    "libvpx-vp9, yuv420p, webm",
    "mjpeg, yuvj422p, avi",
    "mjpeg, yuvj444p, mkv",
    "ffv1, yuv422p, mkv",
    "ffv1, yuv444p10le, mkv",
    "ffv1, yuv420p10le, nut",
    "ffv1, gray, mkv",
    "ffv1, gray10le, mkv",
    "ffv1, bgr0, mkv",
    "rawvideo, bgr24, avi",
    "rawvideo, nv12, nut",
    "rawvideo, yuyv422, nut",
    "qtrle, rgb24, mov",
    "gif, rgb8, gif",
  })
  void pictures_areDecodedInOrder(String codec, String format, String container) {
    Path clip = new TestClip().coded(codec, format).write(folder.resolve("clip." + container), 30);
    try (Decoder decoder = open(clip)) {
      assertThat(FrameNumber.all(decoder)).isEqualTo(numbers(30));
      assertThat(decoder.damagedPackets()).isZero();
      assertThat(decoder.next()).isNull();
    }
  }

  @Test
  void reorderedPictures_areNotLost_atTheEnd() {
    Path clip = new TestClip().bFrames(2).write(folder.resolve("b.mp4"), 31);
    try (Decoder decoder = open(clip)) {
      assertThat(FrameNumber.all(decoder)).isEqualTo(numbers(31));
    }
  }

  @ParameterizedTest(name = "{0}x{1} {2}")
  @CsvSource({"101, 67, yuv420p", "33, 35, yuv422p", "97, 49, yuv444p", "65, 33, gray"})
  void oddSizes_keepEveryPixel(int width, int height, String format) {
    Path clip =
        new TestClip().size(width, height).coded("ffv1", format).write(folder.resolve("o.mkv"), 5);
    try (Decoder decoder = open(clip)) {
      assertThat(decoder.info().displaySize().width()).isEqualTo(width);
      assertThat(decoder.info().displaySize().height()).isEqualTo(height);
      assertThat(FrameNumber.all(decoder)).isEqualTo(numbers(5));
    }
  }

  @Test
  void streamInfo_reportsSizeRateLengthAndCodec() {
    Path clip = new TestClip().rate(10).write(folder.resolve("info.mp4"), 20);
    try (Decoder decoder = open(clip)) {
      StreamInfo info = decoder.info();
      assertThat(info.displaySize().width()).isEqualTo(96);
      assertThat(info.displaySize().height()).isEqualTo(64);
      assertThat(info.frameRate()).isEqualTo(10);
      assertThat(info.frames()).isEqualTo(20);
      assertThat(info.durationNanos()).isEqualTo(2_000_000_000L);
      assertThat(info.codec()).isEqualTo("mpeg4");
      assertThat(info.pixelAspect()).isEqualTo(PixelAspect.SQUARE);
    }
  }

  @Test
  void timestamps_followTheContainer_atVariableRate() {
    long[] millis = {0, 40, 45, 1045, 1085, 9000};
    Path clip = new TestClip().at(n -> millis[n]).write(folder.resolve("vfr.mkv"), millis.length);
    assertThat(times(clip)).containsExactly(0L, 40L, 45L, 1045L, 1085L, 9000L);
  }

  @Test
  void timestamps_areGenerated_whenContainerHasNone() {
    Path clip = new TestClip().rate(20).write(folder.resolve("plain.avi"), 5);
    assertThat(times(clip)).containsExactly(0L, 50L, 100L, 150L, 200L);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void pauseInMpegTs_isKept(int bFrames) {
    Path clip = longPause(bFrames).write(folder.resolve("pause.ts"), 8);
    assertThat(times(clip))
        .containsExactly(0L, 40L, 80L, 120L, 1_800_000L, 1_800_040L, 1_800_080L, 1_800_120L);
  }

  @Test
  void pauseInMpegTsOfTheField_isKept() {
    assertThat(times(SharedFiles.file("faults/video/vfrgap.ts")))
        .startsWith(0L, 1000L, 2000L, 1_803_000L, 1_804_000L);
  }

  /** A cutter has marked that what follows is of another clock. */
  @ParameterizedTest
  @ValueSource(ints = {0, 4, 16})
  void announcedLeapInMpegTs_isRemoved(int spareBytes) throws IOException {
    Path clip = longPause(0).write(folder.resolve("pause.ts"), 8);
    byte[] bytes = TransportPackets.announcedAt(Files.readAllBytes(clip), 4);
    Path cut = folder.resolve("cut.ts");
    Files.write(cut, TransportPackets.withSpare(bytes, spareBytes));
    assertThat(times(cut)).containsExactly(0L, 40L, 80L, 120L, 160L, 200L, 240L, 280L);
  }

  private static TestClip longPause(int bFrames) {
    return new TestClip()
        .coded(bFrames == 0 ? "libopenh264" : "mpeg4", "yuv420p")
        .bFrames(bFrames)
        .gop(bFrames == 0 ? 1 : 12)
        .at(n -> 40L * n + (n < 4 ? 0 : 1_800_000 - 160));
  }

  @Test
  void sizeChangeInStream_yieldsNewSize_andIncreasingTimestamps() throws IOException {
    Path first = new TestClip().coded("libopenh264", "yuv420p").write(folder.resolve("a.ts"), 10);
    Path second =
        new TestClip()
            .coded("libopenh264", "yuv420p")
            .size(64, 48)
            .painted((n, x, y) -> FrameNumber.color(n + 10, x, y, 64, 48))
            .write(folder.resolve("b.ts"), 10);
    Path both = folder.resolve("both.ts");
    Files.write(both, Files.readAllBytes(first));
    Files.write(both, Files.readAllBytes(second), java.nio.file.StandardOpenOption.APPEND);
    List<Integer> widths = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    List<Picture> held = new ArrayList<>();
    try (Decoder decoder = open(both)) {
      DecodedPicture decoded;
      while ((decoded = decoder.next()) != null) {
        held.add(decoded.picture());
        times.add(decoded.timestampNanos());
      }
    }
    // All pictures were held across the change and across the end of the decoder.
    for (Picture picture : held) {
      widths.add(picture.width());
      numbers.add(FrameNumber.of(picture));
      picture.close();
    }
    assertThat(numbers).isEqualTo(numbers(20));
    assertThat(widths.subList(0, 10)).containsOnly(96);
    assertThat(widths.subList(10, 20)).containsOnly(64);
    assertThat(times).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "png, rgb24, png",
    "mjpeg, yuvj420p, jpg",
    "bmp, bgr24, bmp",
    "libwebp, yuv420p, webp",
    "tiff, rgb24, tif"
  })
  void imageFile_yieldsOnePicture(String codec, String format, String extension) {
    Path image =
        new TestClip()
            .coded(codec, format)
            .painted((n, x, y) -> FrameNumber.color(77, x, y, 96, 64))
            .write(folder.resolve("image." + extension), 1);
    try (Decoder decoder = open(image)) {
      assertThat(FrameNumber.all(decoder)).containsExactly(77);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100%25d%03d.png",
    "a[0-9]b.png",
    "what*?.png",
    "{a,b}.png",
    "concat:a.png",
    "a b'c.png"
  })
  void fileNameLikePattern_isTakenLiterally(String name) throws IOException {
    Path plain = new TestClip().coded("png", "rgb24").write(folder.resolve("plain.png"), 1);
    Path odd = Files.move(plain, folder.resolve(name));
    try (Decoder decoder = open(odd)) {
      assertThat(FrameNumber.all(decoder)).containsExactly(0);
    }
  }

  @Test
  void decoderClosedEarly_freesItsPicture() {
    Path clip = new TestClip().write(folder.resolve("early.mp4"), 10);
    Decoder decoder = open(clip);
    decoder.close();
    decoder.close();
    assertThatThrownBy(decoder::next).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void decoders_workConcurrently() {
    Path clip = new TestClip().write(folder.resolve("many.mp4"), 3);
    List<Decoder> decoders = IntStream.range(0, 25).mapToObj(i -> open(clip)).toList();
    for (Decoder decoder : decoders) {
      assertThat(FrameNumber.all(decoder)).isEqualTo(numbers(3));
      decoder.close();
    }
  }

  static Decoder open(Path file) {
    return Decoder.open(DecoderSettings.file(file), () -> false);
  }

  static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static List<Long> times(Path clip) {
    List<Long> times = new ArrayList<>();
    try (Decoder decoder = open(clip)) {
      DecodedPicture decoded;
      while ((decoded = decoder.next()) != null) {
        times.add(decoded.timestampNanos() / 1_000_000);
        decoded.picture().close();
      }
    }
    return times;
  }
}
