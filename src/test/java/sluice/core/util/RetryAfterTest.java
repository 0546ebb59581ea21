package sluice.core.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final Duration MOST = Duration.ofMinutes(5);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0",
        "' 17 '|17",
        "300|300",
        "301|300",
        "999999999|300",
        "Sun, 29 Nov 2026 10:01:30 GMT|90",
        "Sun, 29 Nov 2026 11:00:00 GMT|300",
        "Tue, 29 Nov 2095 11:00:00 GMT|300"
      })
  void secondsAndDates_areRead(String header, long seconds) {
    assertThat(RetryAfter.parse(header, NOW, MOST)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "soon", "-1", "1.5", "99999999999999999999", "Sun, 29 Nov 2026 09:59:59 GMT"})
  void whatSaysNothing_isLeftOut(String header) {
    assertThat(RetryAfter.parse(header, NOW, MOST)).isEmpty();
  }

  @Test
  void theBound_isTheCallers() {
    assertThat(RetryAfter.parse("99", NOW, Duration.ofSeconds(60)))
        .contains(Duration.ofSeconds(60));
  }
}
