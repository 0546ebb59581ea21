package sluice.video.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.core.Box;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.TestPicture;
import sluice.core.model.ChannelOrder;

class CroppedPictureIT {
  private static final int SIDE = 64;

  static Stream<Arguments> orientations() {
    return Stream.of(0, 90, 180, 270)
        .flatMap(
            degrees ->
                Stream.of(false, true)
                    .flatMap(
                        mirrored ->
                            Stream.of("bgr24", "yuv420p")
                                .map(format -> Arguments.of(degrees, mirrored, format))));
  }

  private static int paint(int x, int y) {
    return (4 * x) << 16 | (4 * y) << 8 | (x / 8 + y / 8) % 2 * 0x60;
  }

  @ParameterizedTest(name = "turned by {0}, mirrored: {1}, {2}")
  @MethodSource("orientations")
  void region_isThatOfTheDisplayedPicture(int degrees, boolean mirrored, String format) {
    Orientation orientation = new Orientation(degrees, mirrored);
    Picture picture =
        format.equals("bgr24")
            ? TestPicture.bgr24(SIDE, SIDE, orientation, CroppedPictureIT::paint)
            : TestPicture.yuv420p(SIDE, SIDE, orientation, CroppedPictureIT::paint);
    int x = 8;
    int y = 24;
    int width = 48;
    int height = 32;
    Box box =
        new Box(
            (float) x / SIDE,
            (float) y / SIDE,
            (float) (x + width) / SIDE,
            (float) (y + height) / SIDE);
    try (picture;
        Arena arena = Arena.ofConfined();
        Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR)) {
      MemorySegment whole = scaled(scaler, arena, picture);
      Picture region = CroppedPicture.of(picture, box);
      assertThat(List.of(region.displayWidth(), region.displayHeight()))
          .containsExactly(width, height);
      MemorySegment cut = scaled(scaler, arena, region);
      int worst = 0;
      for (int row = 2; row < height - 2; row++) {
        for (int column = 6; column < 3 * width - 6; column++) {
          int expected = at(whole, (y + row) * SIDE * 3 + 3 * x + column);
          worst = Math.max(worst, Math.abs(at(cut, row * width * 3 + column) - expected));
        }
      }
      assertThat(worst).isLessThanOrEqualTo(1);
    }
  }

  private static MemorySegment scaled(Scaler scaler, Arena arena, Picture picture) {
    int width = picture.displayWidth();
    int height = picture.displayHeight();
    MemorySegment target = arena.allocate((long) width * height * 3 + Scaler.SPARE_BYTES, 64);
    scaler.scale(picture, target, width * 3, ChannelOrder.RGB, 0, 0, width, height);
    return target;
  }

  private static int at(MemorySegment memory, long offset) {
    return memory.get(ValueLayout.JAVA_BYTE, offset) & 255;
  }

  @Test
  void emptyAndOutlyingBoxes_haveAPixelAtLeast() {
    try (Picture picture = TestPicture.yuv420p(63, 33, Orientation.UPRIGHT, (x, y) -> 0);
        Arena arena = Arena.ofConfined();
        Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR)) {
      for (Box box :
          List.of(
              new Box(0, 0, 0, 0),
              new Box(1, 1, 1, 1),
              new Box(0.5f, 0.5f, 0.5f, 0.5f),
              new Box(-1, -1, 2, 2),
              new Box(0.99f, 0.98f, 1.5f, 1.5f))) {
        Picture region = CroppedPicture.of(picture, box);
        assertThat(region.width()).isBetween(1, 63);
        assertThat(region.height()).isBetween(1, 33);
        for (int plane = 0; plane < region.planes(); plane++) {
          assertThat(region.plane(plane).byteSize()).isPositive();
        }
        scaled(scaler, arena, region);
      }
    }
  }
}
