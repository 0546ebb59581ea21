package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.PixelAspect;
import sluice.testing.SharedFiles;
import sluice.video.OpenMedia;
import sluice.video.TestClip;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;

/** Pictures of a decoder's process: those that are decoded here, bit for bit. */
@Timeout(120)
class RemotePicturesIT {
  private static final int PICTURES = 6;

  @TempDir Path folder;
  private final IsolatedInputs isolated = new IsolatedInputs(HelperProgram.ofThisProcess());

  @AfterEach
  void nothingIsLeft() {
    isolated.close();
    assertThat(isolated.running()).isZero();
    assertThat(OpenMedia.pictures()).isZero();
    assertThat(OpenMedia.inputs()).isZero();
    assertThat(PictureMapping.open()).isZero();
  }

  @ParameterizedTest(name = "{0} {1} in {2} is {3}")
  @CsvSource({
    "mpeg4, yuv420p, avi, yuv420p",
    "libopenh264, yuv420p, mkv, yuv420p",
    "libaom-av1, yuv420p, mkv, yuv420p",
    "mjpeg, yuvj422p, avi, yuv422p",
    "ffv1, yuv444p10le, mkv, yuv444p10le",
    "ffv1, gray10le, mkv, gray10le",
    "rawvideo, nv12, nut, nv12",
    "rawvideo, yuyv422, nut, yuyv422",
    "gif, rgb8, gif, bgra",
    "png, rgba, mkv, rgba",
    "utvideo, gbrp, mkv, gbrp",
  })
  void picturesOfEachKind_areTheSame(
      String codec, String format, String container, String decoded) {
    assumeTrue(
        avcodec_find_encoder_by_name(codec) != null, () -> "FFmpeg here has no encoder " + codec);
    Path clip =
        textured()
            .coded(codec, format)
            .size(101, 67)
            .gop(3)
            .write(folder.resolve("clip." + container), PICTURES);
    List<Shown> pictures = assertSame(clip);
    assertThat(pictures).extracting(Shown::format).containsOnly(decoded);
  }

  /** x264 and x265, with two B-pictures between others and pictures that are cropped. */
  @ParameterizedTest
  @ValueSource(strings = {"aac.mp4", "hevc.ts"})
  void reorderedPictures_areTheSame(String name) throws IOException {
    Path clip = folder.resolve(name);
    try (var in = getClass().getResourceAsStream("/sluice/video/mux/" + name)) {
      Files.copy(Objects.requireNonNull(in), clip);
    }
    assertThat(assertSame(clip)).hasSize(20);
  }

  /** Pictures that the encoder hides and shows later: the same memory may be shown twice. */
  @Test
  void hiddenPicturesOfVp9_areTheSame() {
    Path clip = textured().coded("libvpx-vp9", "yuv420p").gop(60).write(clip("webm"), 60);
    assertThat(assertSame(clip)).hasSize(60);
  }

  @Test
  void interlacedCroppedRecordingsOfTheField_areTheSame() {
    Path clip =
        new TestClip().coded("mpeg2video", "yuv422p").size(100, 52).write(clip("ts"), PICTURES);
    assertThat(assertSame(clip)).extracting(Shown::width).containsOnly(100);
    assertSame(SharedFiles.file("faults/video/vfrgap.ts"));
    assertSame(SharedFiles.file("faults/video/ana.mp4"));
  }

  @Test
  void turnedPictures_withPixelsThatAreNotSquare_areTheSame() {
    Path clip = textured().pixels(4, 3).rotated(90).write(clip("mp4"), PICTURES);
    List<Shown> pictures = assertSame(clip);
    assertThat(pictures).extracting(Shown::aspect).containsOnly(new PixelAspect(4, 3));
    assertThat(pictures).extracting(Shown::orientation).doesNotContain(Orientation.UPRIGHT);
  }

  @Test
  void changesOfSizeAndShapeInMidStream_areTheSame() throws IOException {
    Path both = clip("mpg");
    Path part = folder.resolve("part.mpg");
    try (OutputStream out = Files.newOutputStream(both)) {
      TestClip wide = textured().coded("mpeg2video", "yuv420p").pixels(16, 9);
      Files.copy(wide.write(part, PICTURES), out);
      Files.copy(wide.size(64, 48).pixels(4, 3).write(part, PICTURES), out);
      Files.copy(wide.size(128, 96).write(part, PICTURES), out);
    }
    assertThat(assertSame(both)).extracting(Shown::width).contains(96, 64, 128);
  }

  @Test
  void damagedPictures_areTheSame_andCounted() throws IOException {
    Path clip = textured().coded("libopenh264", "yuv420p").size(320, 240).write(clip("ts"), 60);
    byte[] bytes = Files.readAllBytes(clip);
    Random random = new Random(1);
    for (int i = 4000; i < bytes.length; i += 2000) {
      bytes[i + random.nextInt(100)] ^= 0x55;
    }
    Files.write(clip, bytes);
    Comparison.Outcome outcome = Comparison.assertSame(isolated, DecoderSettings.file(clip));
    assertThat(outcome.damagedPackets()).isPositive();
    assertThat(outcome.pictures()).extracting(Shown::damaged).contains(true, false);
  }

  @ParameterizedTest
  @CsvSource({"png, rgb24, png", "bmp, bgr24, bmp", "libwebp, yuv420p, webp"})
  void stillPictures_areTheSame(String codec, String format, String extension) {
    assertThat(assertSame(textured().coded(codec, format).write(clip(extension), 1))).hasSize(1);
  }

  @Test
  void picturesWithAPalette_areTheSame() throws IOException {
    ByteBuffer bmp = ByteBuffer.allocate(54 + 4 * 256 + 16 * 8).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putInt(bmp.capacity()).putInt(0).putInt(54 + 4 * 256);
    bmp.putInt(40).putInt(13).putInt(8).putShort((short) 1).putShort((short) 8);
    bmp.putInt(0).putInt(16 * 8).putInt(0).putInt(0).putInt(256).putInt(0);
    while (bmp.hasRemaining()) {
      bmp.put((byte) (bmp.position() * 7));
    }
    List<Shown> pictures = assertSame(Files.write(clip("bmp"), bmp.array()));
    assertThat(pictures).extracting(Shown::format).containsExactly("pal8");
    assertThat(pictures.getFirst().planes()).hasSize(2);
  }

  /** FFmpeg writes pictures top-down, for which the height in the header is negative. */
  @Test
  void picturesStoredBottomUp_areTheSame() throws IOException {
    Path clip = textured().coded("rawvideo", "bgr24").write(clip("avi"), PICTURES);
    byte[] bytes = Files.readAllBytes(clip);
    int height = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("strf") + 16;
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(height, Math.abs(header.getInt(height)));
    Files.write(clip, bytes);
    assertSame(clip);
    try (VideoDecoder decoder =
        isolated.pictures(DecoderSettings.file(clip), () -> false, List.of())) {
      try (Picture first = Objects.requireNonNull(decoder.next()).picture()) {
        assertThat(first.stride(0)).isNegative();
      }
    }
  }

  @Test
  void picturesOfTiles_areTheSame() {
    assertThat(assertSame(SharedFiles.file("faults/video/grid.avif"))).hasSize(1);
  }

  @Test
  void recordingsOfTheField_areTheSame() {
    assertThat(assertSame(SharedFiles.file("videos/car-detection.mp4"))).hasSize(377);
  }

  private List<Shown> assertSame(Path clip) {
    Comparison.Outcome outcome = Comparison.assertSame(isolated, DecoderSettings.file(clip));
    assertThat(outcome.failure()).isNull();
    assertThat(outcome.pictures()).isNotEmpty();
    return outcome.pictures();
  }

  private Path clip(String container) {
    return folder.resolve("clip." + container);
  }

  private static TestClip textured() {
    return new TestClip().painted((n, x, y) -> ((x * 7 + n * 5) ^ (y * 11)) * 0x010203 & 0xFFFFFF);
  }
}
