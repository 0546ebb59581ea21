package sluice.stage.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.core.Geometry;
import sluice.core.Orientation;
import sluice.core.TestPicture;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;
import sluice.core.model.Resize;
import sluice.video.image.Scaler;

/** Real conversions of drawn pictures into inputs. */
class PreprocessorIT {
  private static final int RED = 0xE01010;
  private static final int GREEN = 0x10E010;
  private static final int BLUE = 0x1010E0;
  private static final int WHITE = 0xE0E0E0;
  private static final int GREY = 0x727272;

  /** Quarters: red and green above, blue and white below. */
  private static IntBinaryOperator quarters(int width, int height) {
    return (x, y) ->
        y < height / 2 ? (x < width / 2 ? RED : GREEN) : (x < width / 2 ? BLUE : WHITE);
  }

  private static TestPicture picture(int width, int height, Orientation orientation) {
    return TestPicture.bgr24(width, height, orientation, quarters(width, height));
  }

  @Test
  void stretch_fillsTheInputInTheModelsOrderOfColours() {
    InputSpec input = new InputSpec(64, 48, ChannelOrder.RGB);
    try (Preprocessor rgb = new Preprocessor(input, PreprocessSettings.of(Resize.STRETCH));
        TestTensorSet tensors = new TestTensorSet(input);
        TestPicture picture = picture(160, 90, Orientation.UPRIGHT)) {
      assertThat(rgb.prepare(picture, tensors)).isEqualTo(Geometry.STRETCH);
      assertQuarters(tensors, 0, 0, 64, 48, RED, GREEN, BLUE, WHITE);
      assertThat(picture.openReferences()).isEqualTo(1);
    }
    input = new InputSpec(64, 48, ChannelOrder.BGR);
    try (Preprocessor bgr = new Preprocessor(input, PreprocessSettings.of(Resize.STRETCH));
        TestTensorSet tensors = new TestTensorSet(input);
        TestPicture picture = picture(160, 90, Orientation.UPRIGHT)) {
      bgr.prepare(picture, tensors);
      assertThat(tensors.pixel(4, 4)).isEqualTo(0x1010E0);
    }
  }

  /** The outer quarters of the width are cut off; then sizes change. */
  @Test
  void crop_takesTheMiddle() {
    InputSpec input = new InputSpec(40, 40, ChannelOrder.RGB);
    try (Preprocessor preprocessor = new Preprocessor(input, PreprocessSettings.of(Resize.CROP));
        TestTensorSet tensors = new TestTensorSet(input)) {
      try (TestPicture wide =
          TestPicture.bgr24(
              160, 80, Orientation.UPRIGHT, (x, y) -> x >= 40 && x < 120 ? GREEN : RED)) {
        assertThat(preprocessor.prepare(wide, tensors))
            .isEqualTo(Geometry.ofPixels(-20, 0, 80, 40, 40, 40));
        assertQuarters(tensors, 0, 0, 40, 40, GREEN, GREEN, GREEN, GREEN);
      }
      try (TestPicture high =
          TestPicture.yuv420p(
              80, 160, Orientation.UPRIGHT, (x, y) -> y >= 40 && y < 120 ? BLUE : RED)) {
        preprocessor.prepare(high, tensors);
        assertQuarters(tensors, 0, 0, 40, 40, BLUE, BLUE, BLUE, BLUE);
      }
      try (TestPicture square = picture(80, 80, Orientation.UPRIGHT)) {
        assertThat(preprocessor.prepare(square, tensors)).isEqualTo(Geometry.STRETCH);
        assertQuarters(tensors, 0, 0, 40, 40, RED, GREEN, BLUE, WHITE);
      }
    }
  }

  @Test
  void slivers_areNotCut() {
    InputSpec input = new InputSpec(320, 320, ChannelOrder.RGB);
    try (Preprocessor preprocessor = new Preprocessor(input, PreprocessSettings.of(Resize.CROP));
        TestTensorSet tensors = new TestTensorSet(input);
        TestPicture sliver = picture(2000, 2, Orientation.UPRIGHT)) {
      assertThatThrownBy(() -> preprocessor.prepare(sliver, tensors))
          .hasMessageContaining("pictures of 2000x2 are too narrow to be cut to 320x320");
    }
  }

  @Test
  void decodersFormat_isConvertedInTheSamePass() {
    InputSpec input = new InputSpec(64, 64, ChannelOrder.RGB);
    try (Preprocessor preprocessor =
            new Preprocessor(input, PreprocessSettings.of(Resize.STRETCH));
        TestTensorSet tensors = new TestTensorSet(input);
        TestPicture picture =
            TestPicture.yuv420p(128, 96, Orientation.UPRIGHT, quarters(128, 96))) {
      preprocessor.prepare(picture, tensors);
      assertQuarters(tensors, 0, 0, 64, 64, RED, GREEN, BLUE, WHITE);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BILINEAR", "BICUBIC", "AREA", "LANCZOS"})
  void letterbox_hasWholeBordersAndWritesNothingElse(Scaler.Kernel kernel) {
    InputSpec input = new InputSpec(61, 61, ChannelOrder.RGB);
    PreprocessSettings settings = PreprocessSettings.of(Resize.LETTERBOX).withKernel(kernel);
    try (Preprocessor preprocessor = new Preprocessor(input, settings);
        TestTensorSet tensors = new TestTensorSet(input)) {
      try (TestPicture wide = picture(122, 62, Orientation.UPRIGHT)) {
        assertThat(preprocessor.prepare(wide, tensors))
            .isEqualTo(Geometry.ofPixels(0, 15, 61, 31, 61, 61));
        assertQuarters(tensors, 0, 15, 61, 31, RED, GREEN, BLUE, WHITE);
        assertBorders(tensors, 0, 15, 61, 31, GREY);
      }
      // The same memory again, with another size: nothing of the last picture stays.
      try (TestPicture tall = picture(40, 122, Orientation.UPRIGHT)) {
        assertThat(preprocessor.prepare(tall, tensors))
            .isEqualTo(Geometry.ofPixels(20, 0, 20, 61, 61, 61));
        assertQuarters(tensors, 20, 0, 20, 61, RED, GREEN, BLUE, WHITE);
        assertBorders(tensors, 20, 0, 20, 61, GREY);
      }
      // Not scaled at all: swscale's other path.
      try (TestPicture same = TestPicture.yuv420p(61, 20, Orientation.UPRIGHT, quarters(61, 20))) {
        preprocessor.prepare(same, tensors);
        assertBorders(tensors, 0, 20, 61, 20, GREY);
      }
      assertThat(tensors.canaries()).containsOnly(TestTensorSet.NOISE);
    }
  }

  @Test
  void pad_isAsAskedFor() {
    InputSpec input = new InputSpec(32, 32, ChannelOrder.BGR);
    PreprocessSettings settings = PreprocessSettings.of(Resize.LETTERBOX).withPad(255);
    try (Preprocessor preprocessor = new Preprocessor(input, settings);
        TestTensorSet tensors = new TestTensorSet(input);
        TestPicture picture = picture(32, 16, Orientation.UPRIGHT)) {
      preprocessor.prepare(picture, tensors);
      assertBorders(tensors, 0, 8, 32, 16, 0xFFFFFF);
    }
  }

  @Test
  void orientation_isAppliedBeforeThePictureIsPlaced() {
    InputSpec input = new InputSpec(48, 48, ChannelOrder.RGB);
    try (Preprocessor preprocessor =
            new Preprocessor(input, PreprocessSettings.of(Resize.LETTERBOX));
        TestTensorSet tensors = new TestTensorSet(input)) {
      try (TestPicture mirrored = picture(96, 48, new Orientation(0, true))) {
        preprocessor.prepare(mirrored, tensors);
        assertQuarters(tensors, 0, 12, 48, 24, GREEN, RED, WHITE, BLUE);
      }
      try (TestPicture turned = picture(96, 48, new Orientation(90, false))) {
        assertThat(preprocessor.prepare(turned, tensors))
            .isEqualTo(Geometry.ofPixels(12, 0, 24, 48, 48, 48));
        assertQuarters(tensors, 12, 0, 24, 48, BLUE, RED, WHITE, GREEN);
        assertBorders(tensors, 12, 0, 24, 48, GREY);
      }
    }
  }

  @Test
  void closed_refusesWork() {
    InputSpec input = new InputSpec(8, 8, ChannelOrder.RGB);
    Preprocessor preprocessor = new Preprocessor(input, PreprocessSettings.of(Resize.STRETCH));
    preprocessor.close();
    preprocessor.close();
    try (TestTensorSet tensors = new TestTensorSet(input);
        TestPicture picture = picture(16, 16, Orientation.UPRIGHT)) {
      assertThatThrownBy(() -> preprocessor.prepare(picture, tensors))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /** The colours in the middle of each quarter of a rectangle, upper left first. */
  private static void assertQuarters(
      TestTensorSet tensors, int x, int y, int width, int height, int... colors) {
    for (int quarter = 0; quarter < 4; quarter++) {
      int atX = x + width / 4 + quarter % 2 * (width / 2);
      int atY = y + height / 4 + quarter / 2 * (height / 2);
      int pixel = tensors.pixel(atX, atY);
      for (int shift = 0; shift < 24; shift += 8) {
        assertThat(Math.abs((pixel >> shift & 255) - (colors[quarter] >> shift & 255)))
            .as("quarter %d: %06x (expected: %06x)", quarter, pixel, colors[quarter])
            .isLessThanOrEqualTo(4);
      }
    }
  }

  private static void assertBorders(
      TestTensorSet tensors, int x, int y, int width, int height, int color) {
    int side = Math.max(width, height);
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        boolean inside = column >= x && column < x + width && row >= y && row < y + height;
        if (!inside) {
          assertThat(tensors.pixel(column, row)).as("%d, %d", column, row).isEqualTo(color);
        }
      }
    }
  }
}
