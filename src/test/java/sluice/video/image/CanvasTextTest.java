package sluice.video.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanvasTextTest {

  @Test
  void printableAscii_isUnchanged() {
    assertThat(CanvasText.printable("person 0.87 ~{}")).isEqualTo("person 0.87 ~{}");
  }

  @Test
  void otherCharacters_becomeQuestionMarks() {
    assertThat(CanvasText.printable("Fußgänger \uD83D\uDEB6\n\u0000")).isEqualTo("Fu?g?nger ???");
  }
}
