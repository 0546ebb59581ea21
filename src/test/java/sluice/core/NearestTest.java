package sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN = List.of("people", "tls", "fps", "keep-files");

  @ParameterizedTest
  @CsvSource({
    "peple, people",
    "poeple, people",
    "tsl, tls",
    "keepfiles, keep-files",
    "keep_files, keep-files",
  })
  void mistypedWordIsFound(String word, String meant) {
    assertThat(Nearest.of(word, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"kitten", "x", "''", "labels"})
  void wordThatIsFarFromAllHasNone(String word) {
    assertThat(Nearest.of(word, KNOWN)).isEmpty();
  }

  @Test
  void firstOfSeveralThatAreAsNearIsTaken() {
    assertThat(Nearest.of("ab", List.of("ac", "ad"))).contains("ac");
  }
}
