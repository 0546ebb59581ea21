package sluice.core.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTextTest {

  static Stream<Arguments> texts() {
    return Stream.of(
        arguments("a\nb", "a b"),
        arguments("a \r\n\t b", "a b"),
        arguments("\n a b \n", "a b"),
        arguments("a\u2028b\u0085c", "a b c"),
        arguments("a\u001b[2Jb", "a?[2Jb"),
        arguments("a\tb", "a b"),
        arguments("a  b", "a  b"),
        arguments("", ""));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void lineBreaks_becomeOneBlank_andControlCharactersAQuestionMark(String text, String expected) {
    assertThat(MessageText.oneLine(text)).isEqualTo(expected);
  }

  @Test
  void separator_standsForLineBreaks() {
    assertThat(MessageText.oneLine("a:\n\n  b\n", "; ")).isEqualTo("a:; b");
  }

  @Test
  void printableText_isUnchanged_orHasNoControlCharacters() {
    String fine = "caf\u00e9 \ud83d\ude00";
    assertThat(MessageText.printable(fine)).isSameAs(fine);
    assertThat(MessageText.printable("a\nb\u2029c\u007f")).isEqualTo("a?b?c?");
  }
}
