package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JobStreamsTest {

  @Test
  void inputNames_becomeUniqueStreamIds() {
    assertThat(
            JobStreams.ids(
                List.of("people", "front door", "front.door", "-", "日本", "x".repeat(99))))
        .containsExactly(
            "people", "front-door", "front-door-2", "input", "input-2", "x".repeat(56));
  }
}
