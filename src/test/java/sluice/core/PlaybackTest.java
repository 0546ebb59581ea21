package sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaybackTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # frames, live,  loop,  limit, skip, expected
          1394,     false, false, -,     0,    1394
          1394,     false, false, 100,   0,    100
          1394,     false, false, 2000,  94,   1300
          1394,     false, false, -,     5000, 0
          1394,     false, true,  3000,  0,    3000
          1394,     false, true,  -,     0,    -
          -1,       false, false, -,     0,    -
          -1,       false, false, 50,    0,    50
          -1,       true,  false, -,     0,    -
          """)
  void framesToRead_followsSourceAndSettings(
      long frames, boolean live, boolean loop, Long limit, long skip, Long expected) {
    Playback playback =
        Playback.builder().loop(loop).limit(limit == null ? 0 : limit).skipFirst(skip).build();

    assertThat(playback.framesToRead(new SourceInfo("a", 64, 48, 25, frames, live)))
        .isEqualTo(optional(expected));
  }

  private static OptionalLong optional(Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
