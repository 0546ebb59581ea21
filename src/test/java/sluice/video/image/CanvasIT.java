package sluice.video.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.Box;

class CanvasIT {
  private static final int GREEN = 0x00FF00;

  @Test
  void box_isDrawnOnItsEdgePixelsOnly() {
    try (Canvas canvas = new Canvas(200, 100)) {
      canvas.drawBox(new Box(0.1f, 0.2f, 0.5f, 0.8f), GREEN);
      for (int x = 20; x < 100; x++) {
        assertThat(canvas.colorAt(x, 20)).isEqualTo(GREEN);
        assertThat(canvas.colorAt(x, 79)).isEqualTo(GREEN);
      }
      for (int y = 20; y < 80; y++) {
        assertThat(canvas.colorAt(20, y)).isEqualTo(GREEN);
        assertThat(canvas.colorAt(99, y)).isEqualTo(GREEN);
      }
      assertThat(count(canvas, color -> color == GREEN)).isEqualTo(2 * 80 + 2 * 58);
      assertThat(count(canvas, color -> color != 0)).isEqualTo(2 * 80 + 2 * 58);
    }
  }

  @Test
  void lineThickness_scalesWithThePicture() {
    try (Canvas canvas = new Canvas(1920, 1080)) {
      canvas.drawBox(new Box(0.25f, 0.25f, 0.75f, 0.75f), GREEN);
      long thickness =
          IntStream.range(400, 560).filter(x -> canvas.colorAt(x, 540) == GREEN).count();
      assertThat(thickness).isBetween(3L, 6L);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-0.5,-0.5,1.5,1.5",
    "0.999,0.999,1,1",
    "2,2,3,3",
    "0.5,0.5,0.5,0.5",
    "NaN,0,1,1",
    "0,0,NaN,1"
  })
  void boxesAndLabels_areClipped_atTheEdges(float xMin, float yMin, float xMax, float yMax) {
    try (Canvas canvas = new Canvas(64, 48)) {
      Box box = new Box(xMin, yMin, xMax, yMax);
      canvas.drawBox(box, GREEN);
      canvas.drawLabel(box, "a label that is far longer than the picture is wide", GREEN);
      assertThat(count(canvas, color -> color != 0)).isPositive();
      assertSpareBytesUntouched(canvas);
    }
  }

  @Test
  void label_isAboveItsBox_orInsideWithoutRoom() {
    try (Canvas canvas = new Canvas(400, 300)) {
      canvas.drawLabel(new Box(0.25f, 0.5f, 0.5f, 0.9f), "person 0.87", GREEN);
      assertThat(canvas.colorAt(101, 148)).isEqualTo(GREEN);
      assertThat(canvas.colorAt(101, 151)).isZero();
      assertThat(count(canvas, color -> color == 0x000000 || color == GREEN)).isLessThan(400 * 300);
    }
    try (Canvas canvas = new Canvas(400, 300)) {
      canvas.drawLabel(new Box(0.25f, 0f, 0.5f, 0.9f), "person 0.87", GREEN);
      assertThat(canvas.colorAt(101, 1)).isEqualTo(GREEN);
    }
  }

  @Test
  void labelAtRightEdge_isShiftedLeft() {
    try (Canvas canvas = new Canvas(400, 300)) {
      canvas.drawLabel(new Box(0.95f, 0.5f, 1f, 0.9f), "person 0.87", GREEN);
      assertThat(canvas.colorAt(399, 148)).isEqualTo(GREEN);
      assertThat(canvas.colorAt(330, 148)).isEqualTo(GREEN);
    }
  }

  @Test
  void cornerText_isLightOnDark() {
    try (Canvas canvas = new Canvas(400, 300)) {
      canvas.drawCorner("25.0 fps");
      assertThat(canvas.colorAt(0, 0)).isEqualTo(0x202020);
      assertThat(count(canvas, color -> (color & 255) > 180)).isGreaterThan(20);
      assertThat(canvas.colorAt(200, 150)).isZero();
    }
  }

  @Test
  void linesAtTheBottom_areStacked_asFarAsThereIsRoom() {
    try (Canvas canvas = new Canvas(400, 300)) {
      canvas.drawBottom(List.of("tabby 0.87", "tench 0.01"));
      assertThat(canvas.colorAt(0, 299)).isEqualTo(0x202020);
      assertThat(canvas.colorAt(0, 0)).isZero();
      long two = count(canvas, color -> color == 0x202020);
      try (Canvas single = new Canvas(400, 300)) {
        single.drawBottom(List.of("tabby 0.87"));
        assertThat(two).isGreaterThan(3 * count(single, color -> color == 0x202020) / 2);
      }
    }
    try (Canvas canvas = new Canvas(400, 300)) {
      canvas.drawBottom(Collections.nCopies(1000, "tabby"));
      canvas.drawBottom(List.of());
      assertThat(canvas.colorAt(399, 299)).isZero();
      assertSpareBytesUntouched(canvas);
    }
  }

  @Test
  void nonAsciiText_isDrawnAsQuestionMarks() {
    try (Canvas canvas = new Canvas(200, 100);
        Canvas expected = new Canvas(200, 100)) {
      canvas.drawCorner("\u00FCn\u00EF");
      expected.drawCorner("?n?");
      assertThat(canvas.pixels().mismatch(expected.pixels())).isEqualTo(-1);
    }
  }

  @Test
  void drawing_freesItsNativeMemory() {
    try (Canvas canvas = new Canvas(320, 240)) {
      long before = Pointer.totalBytes();
      for (int i = 0; i < 200; i++) {
        canvas.drawBox(new Box(0.1f, 0.1f, 0.9f, 0.9f), GREEN);
        canvas.drawLabel(new Box(0.1f, 0.1f, 0.9f, 0.9f), "person", GREEN);
        canvas.drawCorner("fps");
      }
      assertThat(Pointer.totalBytes())
          .as("what others left to the garbage collector may have gone meanwhile")
          .isLessThanOrEqualTo(before);
    }
  }

  @Test
  void closedCanvas_isUnusable_andSecondCloseIsNoOp() {
    Canvas canvas = new Canvas(8, 8);
    canvas.close();
    canvas.close();
    assertThatThrownBy(canvas::pixels).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> canvas.drawCorner("x")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new Canvas(0, 8)).isInstanceOf(IllegalArgumentException.class);
  }

  private static long count(Canvas canvas, IntPredicate wanted) {
    return IntStream.range(0, canvas.width() * canvas.height())
        .map(i -> canvas.colorAt(i % canvas.width(), i / canvas.width()))
        .filter(wanted)
        .count();
  }

  private static void assertSpareBytesUntouched(Canvas canvas) {
    long end = (long) canvas.stride() * canvas.height();
    assertThat(canvas.pixels().asSlice(end).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    for (int y = 0; y < canvas.height(); y++) {
      for (int i = canvas.width() * 3; i < canvas.stride(); i++) {
        assertThat(canvas.pixels().get(ValueLayout.JAVA_BYTE, (long) y * canvas.stride() + i))
            .isZero();
      }
    }
  }
}
