package sluice.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {

  @Test
  void words_areQuoted_whereTheShellWouldChangeThem() {
    assertThat(ShellWords.join(List.of("sluice", "-i", "a b.mp4", "it's", "", "$HOME", "k=1,2")))
        .isEqualTo("sluice -i 'a b.mp4' 'it'\\''s' '' '$HOME' k=1,2");
  }
}
