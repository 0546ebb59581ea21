package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words for exit codes, and whom they are put down to. */
class ExitTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 'exit code 0', false",
    "3, 'exit code 3, out of memory', false",
    "129, 'signal 1, hung up', true",
    "130, 'signal 2, interrupted', true",
    "134, 'signal 6, abort, after a fault in native code', false",
    "137, 'signal 9, killed', true",
    "139, 'signal 11, segmentation fault', false",
    "143, 'signal 15, terminated', true",
    "192, 'signal 64', false"
  })
  void code_isNamed_andPutDownToWhoeverSentTheSignal(int code, String text, boolean fromOutside) {
    assertThat(ExitText.of(code)).isEqualTo(text);
    assertThat(ExitText.isFromOutside(code)).isEqualTo(fromOutside);
  }
}
