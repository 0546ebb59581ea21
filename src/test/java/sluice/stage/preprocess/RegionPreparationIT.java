package sluice.stage.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.core.Box;
import sluice.core.EachOrientation;
import sluice.core.Geometry;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.Point;
import sluice.core.TestPicture;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;
import sluice.core.model.Resize;

/** Regions of drawn pictures in inputs, and the way back. */
class RegionPreparationIT {
  private static final InputSpec INPUT = new InputSpec(160, 120, ChannelOrder.RGB);
  private static final int BRIGHT = 128;

  /** Black, with a white block of 8x8 pixels. */
  private static int block(int x, int y) {
    return x >= 41 && x < 49 && y >= 30 && y < 38 ? 0xFFFFFF : 0;
  }

  private static TestPicture picture(Orientation orientation) {
    return TestPicture.yuv420p(97, 75, orientation, RegionPreparationIT::block);
  }

  private static PreprocessSettings black(Resize resize) {
    return PreprocessSettings.of(resize).withPad(0);
  }

  @ParameterizedTest
  @EnumSource(Resize.class)
  void regionOfAllOfAPicture_isThePicture_bitForBit(Resize resize) {
    try (TestPicture picture = picture(new Orientation(90, true));
        Preprocessor one = new Preprocessor(INPUT, black(resize));
        Preprocessor other = new Preprocessor(INPUT, black(resize));
        TestTensorSet whole = new TestTensorSet(INPUT);
        TestTensorSet region = new TestTensorSet(INPUT)) {
      Geometry expected = one.prepare(picture, whole);

      assertThat(other.prepare(picture, new Box(0, 0, 1, 1), region)).isEqualTo(expected);

      assertThat(region.input().mismatch(whole.input())).isEqualTo(-1);
    }
  }

  /** The block is in the overlap of all regions; odd sizes and mirrors shift samples of colour. */
  @EachOrientation
  void whatIsSeenInARegion_isMappedToItsPlaceInThePicture(int degrees, boolean mirrored) {
    try (TestPicture picture = picture(new Orientation(degrees, mirrored))) {
      Point expected = block(picture, new Box(0, 0, 1, 1));
      for (Box region :
          List.of(
              new Box(0, 0, 0.7f, 0.7f),
              new Box(0.31f, 0, 1, 0.7f),
              new Box(0, 0.31f, 0.7f, 1),
              new Box(0.31f, 0.31f, 1, 1))) {
        Point seen = block(picture, region);
        assertThat((seen.x() - expected.x()) * picture.displayWidth())
            .as("x, pixels")
            .isBetween(-0.5f, 0.5f);
        assertThat((seen.y() - expected.y()) * picture.displayHeight())
            .as("y, pixels")
            .isBetween(-0.5f, 0.5f);
      }
    }
  }

  /** The middle of the block, as a region shows it, in fractions of the picture. */
  private static Point block(Picture picture, Box region) {
    try (Preprocessor preprocessor = new Preprocessor(INPUT, black(Resize.LETTERBOX));
        TestTensorSet tensors = new TestTensorSet(INPUT)) {
      Geometry geometry = preprocessor.prepare(picture, region, tensors);
      double x = 0;
      double y = 0;
      int count = 0;
      for (int row = 0; row < INPUT.height(); row++) {
        for (int column = 0; column < INPUT.width(); column++) {
          if ((tensors.pixel(column, row) & 255) > BRIGHT) {
            x += column + 0.5;
            y += row + 0.5;
            count++;
          }
        }
      }
      assertThat(count).as("bright pixels").isPositive();
      return geometry.toPicture(
          (float) (x / count / INPUT.width()), (float) (y / count / INPUT.height()));
    }
  }
}
