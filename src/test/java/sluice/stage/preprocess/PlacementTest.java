package sluice.stage.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.Box;
import sluice.core.Geometry;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;
import sluice.core.model.Resize;

class PlacementTest {

  @ParameterizedTest
  @CsvSource({
    // displayed size, input size, rectangle
    "1920, 1080, 640, 640, 0, 140, 640, 360",
    "1080, 1920, 640, 640, 140, 0, 360, 640",
    "640, 640, 640, 640, 0, 0, 640, 640",
    "320, 320, 640, 640, 0, 0, 640, 640",
    "768, 432, 512, 512, 0, 112, 512, 288",
    // Odd borders: the upper one is the smaller.
    "100, 95, 100, 100, 0, 2, 100, 95",
    "95, 100, 100, 100, 2, 0, 95, 100",
    // Sides are rounded to the nearest pixel.
    "1279, 719, 640, 384, 0, 12, 640, 360",
    "640, 361, 320, 320, 0, 69, 320, 181",
    // Slivers keep one pixel.
    "5000, 1, 64, 64, 0, 31, 64, 1",
    "1, 5000, 64, 64, 31, 0, 1, 64",
    "1, 1, 3, 5, 0, 1, 3, 3",
  })
  void letterbox_keepsProportionsInTheMiddle(
      int width, int height, int inputWidth, int inputHeight, int x, int y, int w, int h) {
    InputSpec input = new InputSpec(inputWidth, inputHeight, ChannelOrder.BGR);
    assertThat(Placement.of(Resize.LETTERBOX, width, height, input))
        .isEqualTo(new Placement(x, y, w, h, input));
  }

  @ParameterizedTest
  @CsvSource({
    // displayed size, input size, rectangle
    "640, 480, 224, 224, -37, 0, 298, 224",
    "480, 640, 224, 224, 0, -37, 224, 298",
    "224, 224, 224, 224, 0, 0, 224, 224",
    "1920, 1080, 224, 224, -87, 0, 398, 224",
    "300, 100, 200, 100, -50, 0, 300, 100",
    // What is cut off in halves of pixels: to even ones.
    "103, 100, 100, 100, -2, 0, 103, 100",
    "101, 100, 100, 100, 0, 0, 101, 100",
    "3, 2, 5, 5, -1, 0, 7, 5",
  })
  void crop_fillsTheInput_withTheMiddle(
      int width, int height, int inputWidth, int inputHeight, int x, int y, int w, int h) {
    InputSpec input = new InputSpec(inputWidth, inputHeight, ChannelOrder.BGR);
    Placement placement = Placement.of(Resize.CROP, width, height, input);
    assertThat(placement).isEqualTo(new Placement(x, y, w, h, input));
    assertThat(placement.geometry().toPicture(new Box(0, 0, 1, 1)).xMin())
        .isCloseTo((float) -x / w, within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({
    "1920, 1080, 640, 640, 640, 360",
    "1080, 1920, 640, 640, 360, 640",
    // Sides are rounded down.
    "640, 361, 320, 320, 320, 180",
    "1279, 719, 640, 384, 640, 359",
    "5000, 1, 64, 64, 64, 1",
  })
  void corner_keepsProportionsAtTheUpperLeft(
      int width, int height, int inputWidth, int inputHeight, int w, int h) {
    InputSpec input = new InputSpec(inputWidth, inputHeight, ChannelOrder.BGR);
    Placement placement = Placement.of(Resize.CORNER, width, height, input);
    assertThat(placement).isEqualTo(new Placement(0, 0, w, h, input));
  }

  @Test
  void stretch_coversTheInput() {
    InputSpec input = new InputSpec(512, 256, ChannelOrder.BGR);
    Placement placement = Placement.of(Resize.STRETCH, 1080, 1920, input);
    assertThat(placement).isEqualTo(new Placement(0, 0, 512, 256, input));
    assertThat(placement.geometry()).isEqualTo(Geometry.STRETCH);
  }

  @Test
  void geometry_mapsTheRectangleToTheWholePicture() {
    InputSpec input = new InputSpec(640, 640, ChannelOrder.RGB);
    Placement placement = Placement.of(Resize.LETTERBOX, 1920, 1080, input);
    Box box = placement.geometry().toPicture(new Box(0, 140f / 640, 1, 500f / 640));
    assertThat(box.xMin()).isCloseTo(0, within(1e-6f));
    assertThat(box.yMin()).isCloseTo(0, within(1e-6f));
    assertThat(box.xMax()).isCloseTo(1, within(1e-6f));
    assertThat(box.yMax()).isCloseTo(1, within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({"9, 3", "3, 9", "7, 7", "1, 50", "50, 1"})
  void borders_areFilledAndTheRectangleIsNot(int width, int height) {
    InputSpec input = new InputSpec(7, 7, ChannelOrder.RGB);
    Placement placement = Placement.of(Resize.LETTERBOX, width, height, input);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(input.byteSize() + 8);
      placement.fillBorders(target, (byte) 200);
      for (int y = 0; y < 7; y++) {
        for (int x = 0; x < 7; x++) {
          boolean inside =
              x >= placement.x()
                  && x < placement.x() + placement.width()
                  && y >= placement.y()
                  && y < placement.y() + placement.height();
          for (int channel = 0; channel < 3; channel++) {
            byte value = target.get(ValueLayout.JAVA_BYTE, (y * 7L + x) * 3 + channel);
            assertThat(value & 255).as("%d, %d", x, y).isEqualTo(inside ? 0 : 200);
          }
        }
      }
      assertThat(target.asSlice(input.byteSize()).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    }
  }
}
