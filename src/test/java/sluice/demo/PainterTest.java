package sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PainterTest {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;

  /** How much darker a figure at least makes the floor; a shadow doesn't. */
  private static final int DARKER = 80;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void truth_isTheLeastBoxAroundWhatIsDrawn(long seed) {
    Scene scene = new Scene(SceneSettings.builder().people(1).seed(seed).build());
    SceneSettings empty = SceneSettings.builder().gathering(Gathering.EMPTY).seed(seed).build();
    Painter painter = new Painter(scene);
    Painter room = new Painter(new Scene(empty));
    int compared = 0;
    for (int frame = 0; frame < 150; frame += 13) {
      for (Figure figure : scene.figures(frame)) {
        if (figure.extent().isInside(new Extent(0, 0, WIDTH, HEIGHT))) {
          Extent drawn = changed(paint(painter, frame), paint(room, frame), shadowTop(figure));
          assertThat(drawn.left()).isCloseTo(figure.extent().left(), within(3.0));
          assertThat(drawn.top()).isCloseTo(figure.extent().top(), within(3.0));
          assertThat(drawn.right()).isCloseTo(figure.extent().right(), within(3.0));
          assertThat(drawn.bottom()).isCloseTo(figure.extent().bottom(), within(3.0));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(2);
  }

  private static double shadowTop(Figure figure) {
    return figure.stance().ground().y() - 0.06 * figure.stance().height();
  }

  /**
   * Around pixels that differ: in the least above where the shadow is, else by more than the
   * shadow.
   */
  private static Extent changed(byte[] first, byte[] second, double shadowTop) {
    Extent extent = new Extent(WIDTH, HEIGHT, 0, 0);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        if (difference(first, second, 3 * (y * WIDTH + x)) > (y < shadowTop ? 4 : DARKER)) {
          extent = extent.with(new Extent(x, y, x + 1, y + 1));
        }
      }
    }
    return extent;
  }

  private static int difference(byte[] first, byte[] second, int offset) {
    int most = 0;
    for (int i = offset; i < offset + 3; i++) {
      most = Math.max(most, Math.abs((first[i] & 255) - (second[i] & 255)));
    }
    return most;
  }

  @Test
  void equalSettings_giveEqualPictures_inAnyOrder() {
    SceneSettings settings = SceneSettings.builder().gathering(Gathering.CROWD).seed(3).build();
    Painter first = new Painter(new Scene(settings));
    byte[] picture = paint(first, 20);
    paint(first, 21);
    assertThat(paint(first, 20)).isEqualTo(picture);
    assertThat(paint(new Painter(new Scene(settings)), 20)).isEqualTo(picture);
    SceneSettings other = SceneSettings.builder().gathering(Gathering.CROWD).seed(4).build();
    assertThat(paint(new Painter(new Scene(other)), 20)).isNotEqualTo(picture);
  }

  @Test
  void noise_isFreshInEachFrameAndOfTheStrengthItClaims() {
    Scene empty = new Scene(SceneSettings.builder().gathering(Gathering.EMPTY).build());
    Painter painter = new Painter(empty);
    byte[] first = paint(painter, 0);
    byte[] second = paint(painter, 1);
    double squares = 0;
    for (int i = 0; i < first.length; i++) {
      double difference = (first[i] & 255) - (second[i] & 255);
      squares += difference * difference;
    }
    double deviation = Math.sqrt(squares / first.length / 2);
    assertThat(deviation).isCloseTo(Math.hypot(PixelNoise.COMMON, PixelNoise.ALONE), within(0.1));
  }

  @Test
  void floor_isBrownInBgr() {
    Scene empty = new Scene(SceneSettings.builder().gathering(Gathering.EMPTY).build());
    byte[] picture = paint(new Painter(empty), 0);
    int offset = 3 * ((HEIGHT - 10) * WIDTH + WIDTH / 2);
    int blue = picture[offset] & 255;
    int red = picture[offset + 2] & 255;
    assertThat(red - blue).isBetween(25, 80);
  }

  @Test
  void paint_leavesRowPaddingUnchanged() {
    Painter painter = new Painter(new Scene(SceneSettings.builder().size(64, 64).build()));
    int stride = 3 * 64 + 5;
    byte[] target = new byte[stride * 64 - 5];
    Arrays.fill(target, (byte) 7);
    painter.paint(0, MemorySegment.ofArray(target), stride);
    byte[] packed = new byte[3 * 64 * 64];
    painter.paint(0, MemorySegment.ofArray(packed), 3 * 64);
    for (int y = 0; y < 64; y++) {
      int start = y * stride;
      assertThat(Arrays.copyOfRange(target, start, start + 3 * 64))
          .isEqualTo(Arrays.copyOfRange(packed, y * 3 * 64, (y + 1) * 3 * 64));
      if (y < 63) {
        assertThat(Arrays.copyOfRange(target, start + 3 * 64, start + stride)).containsOnly(7);
      }
    }
  }

  @Test
  void paint_refusesATargetThatIsTooSmall() {
    Painter painter = new Painter(new Scene(SceneSettings.builder().size(64, 64).build()));
    MemorySegment target = MemorySegment.ofArray(new byte[3 * 64 * 64 - 1]);
    assertThatThrownBy(() -> painter.paint(0, target, 3 * 64))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static byte[] paint(Painter painter, int frame) {
    byte[] picture = new byte[3 * WIDTH * HEIGHT];
    painter.paint(frame, MemorySegment.ofArray(picture), 3 * WIDTH);
    return picture;
  }
}
