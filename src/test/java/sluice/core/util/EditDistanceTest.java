package sluice.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {
  @ParameterizedTest
  @CsvSource({"'', '', 0", "'', abc, 3", "abc, '', 3", "kitten, sitting, 3", "flaw, lawn, 2"})
  void editDistance_countsInsertionsDeletionsAndSubstitutions(
      String from, String to, int expected) {
    assertThat(EditDistance.between(from, to)).isEqualTo(expected);
  }

  @Test
  void nearestWord_isNamed_unlessNoneIsNear() {
    List<String> known = List.of("channels", "resize", "mean");

    assertThat(EditDistance.nearest("chanels", known)).contains("channels");
    assertThat(EditDistance.nearest("reszie", known)).contains("resize");
    assertThat(EditDistance.nearest("threshold", known)).isEmpty();
    assertThat(EditDistance.nearest("mean", List.of())).isEmpty();
  }
}
