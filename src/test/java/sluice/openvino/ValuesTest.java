package sluice.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.openvino.PartialShape.Dimension;

class ValuesTest {

  @Test
  void status_hasOpenVinosNameAndKeepsNumbersItDoesNotKnow() {
    assertThat(new Status(-8)).isEqualTo(Status.REQUEST_BUSY).hasToString("REQUEST_BUSY (-8)");
    assertThat(new Status(-99).code()).isEqualTo(-99);
    assertThat(new Status(-99)).hasToString("UNKNOWN (-99)");
    assertThat(new OpenVinoException(new Status(-99), "x").status()).isEqualTo(new Status(-99));
  }

  @Test
  void elementTypes_haveTheNumbersOf2026() {
    assertThat(ElementType.of(4)).isEqualTo(ElementType.F32);
    assertThat(ElementType.of(9)).isEqualTo(ElementType.I32);
    assertThat(ElementType.of(16)).isEqualTo(ElementType.U8);
    assertThat(ElementType.of(77)).isEqualTo(ElementType.UNKNOWN);
  }

  @Test
  void byteSize_roundsPartOfAByteUp() {
    assertThat(ElementType.F32.byteSize(1, 1, 200, 7)).isEqualTo(5600);
    assertThat(ElementType.U8.byteSize(1, 0, 3)).isZero();
    assertThat(ElementType.U4.byteSize(3)).isEqualTo(2);
    assertThat(ElementType.F32.byteSize()).isEqualTo(4);
  }

  @Test
  void byteSize_refusesWhatHasNone() {
    assertThatThrownBy(() -> ElementType.STRING.byteSize(1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ElementType.U8.byteSize(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ElementType.F32.byteSize(Long.MAX_VALUE, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partialShape_saysWhatIsOpen() {
    PartialShape open =
        new PartialShape(
            true,
            List.of(
                new Dimension(1, 1),
                new Dimension(0, -1),
                new Dimension(2, 5),
                new Dimension(3, -1)));

    assertThat(open).hasToString("[1,?,2..5,3..]");
    assertThat(open.isDynamic()).isTrue();
    assertThatThrownBy(open::extents)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dynamic");
    assertThat(new PartialShape(false, List.of())).hasToString("[...]");
    assertThat(new PartialShape(true, List.of(new Dimension(1, 1), new Dimension(3, 3))).extents())
        .containsExactly(1, 3);
  }

  @Test
  void openVinosText_becomesOneLineWithoutItsSourcePlaces() {
    assertThat(
            Native.oneLine("Exception from src/core.cpp:123:\nDevice \"X\"\n  is not there.\n\n"))
        .isEqualTo("Device \"X\" is not there.");
    assertThat(
            Native.oneLine(
                "Exception from src/a.cpp:1:\n"
                    + "Check 'a == b(c)' failed at src/core/a.cpp:49:\n"
                    + "No.\n"))
        .isEqualTo("No.");
    assertThat(Native.oneLine("Check 'ready' failed at src/a.cpp:49"))
        .as("better than nothing")
        .isEqualTo("Check 'ready' failed at src/a.cpp:49");
  }
}
