package sluice.video.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avutil.*;
import static org.bytedeco.ffmpeg.global.swscale.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.core.ColorSpace;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.model.ChannelOrder;
import sluice.video.FrameNumber;
import sluice.video.TestClip;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;
import sluice.video.image.Scaler.Kernel;

/** Colours, orientation and the exact rectangle, for every kind of pass. */
class ScalerIT {
  private static final byte CANARY = 0x5A;
  private static final int[] BARS = {
    0xFF0000, 0x00FF00, 0x0000FF, 0xFFFFFF, 0x000000, 0x808080, 0xC08040, 0x2060A0
  };

  @TempDir Path folder;

  @AfterEach
  void noFrameIsLeft() {
    assertThat(SharedFrame.open()).isZero();
  }

  @ParameterizedTest(name = "matrix tag {0}, range tag {1}, {3} {4}x{5}")
  @CsvSource({
    // tag of matrix, tag of range, what swscale coded with, format, size
    "6, 1, 5, yuv420p, 256, 64", // smpte170m
    "5, 1, 5, yuv444p, 256, 64", // bt470bg
    "1, 1, 1, yuv420p, 256, 64", // bt709
    "1, 2, 1, yuv420p, 256, 64", // bt709, full range
    "6, 2, 5, yuv422p, 256, 64",
    "9, 1, 9, yuv420p10le, 256, 64", // bt2020
    "7, 1, 7, yuv444p, 256, 64", // smpte240m
    "4, 1, 4, yuv444p, 256, 64", // fcc
    "2, 0, 5, yuv420p, 256, 64", // untagged and small: BT.601
    "2, 0, 1, yuv420p, 1280, 720", // untagged and large: BT.709
    "2, 0, 5, bgr0, 256, 64",
  })
  void knownColors_areReproduced(
      int matrix, int range, int coded, String format, int width, int height) {
    boolean full = range == AVCOL_RANGE_JPEG;
    Path clip =
        new TestClip()
            .size(width, height)
            .coded("ffv1", format)
            .colors(matrix, range, coded, full)
            .painted((n, x, y) -> BARS[x * BARS.length / width])
            .write(folder.resolve("bars.mkv"), 1);
    for (ChannelOrder order : ChannelOrder.values()) {
      int[] seen = bars(clip, order, 128, 32);
      for (int i = 0; i < BARS.length; i++) {
        assertNear(seen[i], BARS[i], 6);
      }
    }
  }

  @Test
  void wrongMatrix_isDetectable() {
    Path clip =
        new TestClip()
            .size(256, 64)
            .coded("ffv1", "yuv444p")
            .colors(AVCOL_SPC_BT709, AVCOL_RANGE_MPEG, SWS_CS_ITU601, false)
            .painted((n, x, y) -> BARS[x * BARS.length / 256])
            .write(folder.resolve("wrong.mkv"), 1);
    int green = bars(clip, ChannelOrder.RGB, 128, 32)[1];
    assertThat(green >> 8 & 0xFF).isLessThan(230);
  }

  @ParameterizedTest
  @CsvSource({"90", "180", "270"})
  void rotatedPicture_isScaledUpright(int degrees) {
    // Red at the upper left as displayed, green, blue and white following clockwise.
    int[] corners = {0xE00000, 0x00E000, 0x0000E0, 0xE0E0E0};
    int quarters = degrees / 90;
    Path clip =
        new TestClip()
            .size(120, 80)
            .rotated(degrees)
            .painted((n, x, y) -> corners[(corner(x, y, 120, 80) + quarters) % 4])
            .write(folder.resolve("turned.mp4"), 1);
    try (Decoder decoder = TestClip.decoder(clip);
        Picture picture = picture(decoder)) {
      assertThat(decoder.info().orientation()).isEqualTo(new Orientation(degrees, false));
      assertThat(picture.orientation()).isEqualTo(new Orientation(degrees, false));
      assertThat(picture.displayWidth()).isEqualTo(degrees == 180 ? 120 : 80);
      int[] pixels = scale(picture, Kernel.BILINEAR, ChannelOrder.RGB, 44, 40, 0);
      assertNear(pixels[10 * 44 + 10], corners[0], 30);
      assertNear(pixels[10 * 44 + 33], corners[1], 30);
      assertNear(pixels[30 * 44 + 33], corners[2], 30);
      assertNear(pixels[30 * 44 + 10], corners[3], 30);
    }
  }

  @ParameterizedTest(name = "{0} {1}x{2} into {3}x{4} at {5}")
  @CsvSource({
    "yuv420p, 96, 64, 96, 64, 0",
    "yuv420p, 96, 64, 96, 64, 3",
    "yuv420p, 101, 67, 101, 67, 0",
    "yuv420p, 101, 67, 101, 67, 5",
    "yuv420p, 110, 66, 110, 66, 1",
    "yuv422p, 102, 66, 102, 66, 1",
    "yuv444p, 105, 67, 105, 67, 2",
    "yuv420p10le, 101, 67, 101, 67, 2",
    "gray, 101, 67, 101, 67, 2",
    "bgr0, 101, 67, 101, 67, 2",
    "yuv420p, 101, 67, 53, 41, 2",
    "yuv420p, 101, 67, 203, 135, 2",
    "yuv420p, 96, 64, 97, 64, 2",
    "yuv420p, 96, 64, 49, 64, 2",
    "yuv420p, 96, 64, 96, 63, 2",
    "yuv422p, 96, 64, 51, 33, 2",
    "yuv420p10le, 96, 64, 51, 33, 2",
    "gray, 96, 64, 51, 33, 2",
    "bgr0, 96, 64, 51, 33, 2",
  })
  void scaler_writesOnlyWithinTheRectangle(
      String format, int width, int height, int toWidth, int toHeight, int border) {
    Path clip =
        new TestClip().size(width, height).coded("ffv1", format).write(folder.resolve("c.mkv"), 1);
    try (Decoder decoder = TestClip.decoder(clip);
        Picture picture = picture(decoder)) {
      for (Kernel kernel : Kernel.values()) {
        // scale() itself checks the canaries around the rectangle.
        scale(picture, kernel, ChannelOrder.BGR, toWidth, toHeight, border);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kernel.class)
  void scaler_staysWithinTheRectangle_forEveryWidth(Kernel kernel) {
    Path clip = new TestClip().size(128, 16).write(folder.resolve("w.mp4"), 1);
    try (Decoder decoder = TestClip.decoder(clip);
        Picture picture = picture(decoder)) {
      IntStream.rangeClosed(1, 140)
          .forEach(width -> scale(picture, kernel, ChannelOrder.BGR, width, 16, 1));
    }
  }

  @Test
  void scaler_acceptsAlternatingSizesFormatsAndOrientations() {
    Path small = new TestClip().size(64, 48).write(folder.resolve("s.mp4"), 4);
    Path large =
        new TestClip().size(160, 120).coded("ffv1", "gray").write(folder.resolve("l.mkv"), 4);
    try (Decoder a = TestClip.decoder(small);
        Decoder b = TestClip.decoder(large);
        Scaler scaler = new Scaler(Kernel.AREA);
        Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(3L * 80 * 60 + Scaler.SPARE_BYTES);
      for (int n = 0; n < 4; n++) {
        for (Decoder decoder : new Decoder[] {a, b}) {
          try (Picture picture = picture(decoder)) {
            scaler.scale(picture, target, 240, ChannelOrder.BGR, 0, 0, 80, 60);
            int first = target.get(ValueLayout.JAVA_BYTE, 3L * (80 * 15 + 10)) & 0xFF;
            assertThat(first > 128).as("lowest bit of %d", n).isEqualTo((n & 1) == 1);
          }
        }
      }
    }
  }

  @Test
  void palette_isApplied() {
    Path clip = new TestClip().coded("gif", "rgb8").write(folder.resolve("p.gif"), 2);
    try (Decoder decoder = TestClip.decoder(clip)) {
      assertThat(FrameNumber.all(decoder)).containsExactly(0, 1);
    }
  }

  @Test
  void rectangleOutsideTheTarget_isRefused() {
    Path clip = new TestClip().write(folder.resolve("r.mp4"), 1);
    try (Decoder decoder = TestClip.decoder(clip);
        Picture picture = picture(decoder);
        Arena arena = Arena.ofConfined()) {
      Scaler scaler = new Scaler(Kernel.BILINEAR);
      MemorySegment exact = arena.allocate(30L * 10 + Scaler.SPARE_BYTES);
      scaler.scale(picture, exact, 30, ChannelOrder.BGR, 0, 0, 10, 10);
      MemorySegment tight = exact.asSlice(0, exact.byteSize() - 1);
      for (Runnable refused :
          new Runnable[] {
            () -> scaler.scale(picture, tight, 30, ChannelOrder.BGR, 0, 0, 10, 10),
            () -> scaler.scale(picture, exact, 30, ChannelOrder.BGR, 1, 0, 10, 9),
            () -> scaler.scale(picture, exact, 30, ChannelOrder.BGR, 0, -1, 10, 9),
            () -> scaler.scale(picture, exact, 30, ChannelOrder.BGR, 0, 0, 0, 9),
            () -> scaler.scale(picture, exact.asReadOnly(), 30, ChannelOrder.BGR, 0, 0, 9, 9),
          }) {
        assertThatThrownBy(refused::run).isInstanceOf(IllegalArgumentException.class);
      }
      scaler.close();
      scaler.close();
      assertThatThrownBy(() -> scaler.scale(picture, exact, 30, ChannelOrder.BGR, 0, 0, 10, 10))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void untaggedGray_isFullRange() {
    Path clip =
        new TestClip()
            .coded("png", "gray")
            .colors(AVCOL_SPC_UNSPECIFIED, AVCOL_RANGE_UNSPECIFIED, SWS_CS_ITU601, true)
            .painted((n, x, y) -> x < 48 ? 0 : 0xFFFFFF)
            .write(folder.resolve("g.png"), 1);
    try (Decoder decoder = TestClip.decoder(clip);
        Picture picture = picture(decoder)) {
      assertThat(picture.colorSpace()).extracting(ColorSpace::fullRange).isEqualTo(true);
      int[] pixels = scale(picture, Kernel.BILINEAR, ChannelOrder.RGB, 96, 64, 0);
      assertNear(pixels[0], 0, 1);
      assertNear(pixels[95], 0xFFFFFF, 1);
    }
  }

  private static int corner(int x, int y, int width, int height) {
    return y < height / 2 ? (x < width / 2 ? 0 : 1) : (x < width / 2 ? 3 : 2);
  }

  private static int[] bars(Path clip, ChannelOrder order, int width, int height) {
    try (Decoder decoder = TestClip.decoder(clip);
        Picture picture = picture(decoder)) {
      int[] pixels = scale(picture, Kernel.BILINEAR, order, width, height, 0);
      return IntStream.range(0, BARS.length)
          .map(i -> pixels[height / 2 * width + (2 * i + 1) * width / (2 * BARS.length)])
          .toArray();
    }
  }

  /**
   * Scales into the middle of an image of canaries; gives the pixels as 0xRRGGBB and fails where a
   * canary is gone.
   */
  private static int[] scale(
      Picture picture, Kernel kernel, ChannelOrder order, int width, int height, int border) {
    int stride = 3 * (width + 2 * border);
    int rows = height + 2 * border;
    try (Arena arena = Arena.ofConfined();
        Scaler scaler = new Scaler(kernel)) {
      MemorySegment image = arena.allocate((long) stride * rows + Scaler.SPARE_BYTES + 64, 64);
      image.fill(CANARY);
      scaler.scale(picture, image, stride, order, border, border, width, height);
      for (long i = 0; i < image.byteSize(); i++) {
        long x = i % stride / 3 - border;
        long y = i / stride - border;
        boolean inside = x >= 0 && x < width && y >= 0 && y < height;
        boolean spare = i >= (long) stride * rows && i < (long) stride * rows + Scaler.SPARE_BYTES;
        if (!inside && !spare && image.get(ValueLayout.JAVA_BYTE, i) != CANARY) {
          throw new AssertionError(
              "overrun at %d, %d of %dx%d, %s".formatted(x, y, width, height, kernel));
        }
      }
      return pixels(image, stride, order, width, height, border);
    }
  }

  private static int[] pixels(
      MemorySegment image, int stride, ChannelOrder order, int width, int height, int border) {
    int[] pixels = new int[width * height];
    for (int i = 0; i < pixels.length; i++) {
      long at = (long) (i / width + border) * stride + 3L * (i % width + border);
      int first = image.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
      int green = image.get(ValueLayout.JAVA_BYTE, at + 1) & 0xFF;
      int third = image.get(ValueLayout.JAVA_BYTE, at + 2) & 0xFF;
      boolean rgb = order == ChannelOrder.RGB;
      pixels[i] = (rgb ? first : third) << 16 | green << 8 | (rgb ? third : first);
    }
    return pixels;
  }

  private static Picture picture(Decoder decoder) {
    DecodedPicture decoded = decoder.next();
    assertThat(decoded).isNotNull();
    return decoded.picture();
  }

  private static void assertNear(int seen, int wanted, int tolerance) {
    for (int shift = 0; shift <= 16; shift += 8) {
      assertThat(seen >> shift & 0xFF)
          .as("%06x, expected %06x", seen, wanted)
          .isCloseTo(wanted >> shift & 0xFF, Offset.offset(tolerance));
    }
  }
}
