package sluice.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.app.cluster.LongRates.Counters;
import sluice.app.cluster.LongRates.Rates;

class LongRatesTest {
  private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

  private final LongRates rates = new LongRates(Duration.ofSeconds(60));

  @Test
  void theRateIsThatOfAWholeWindow_andStaysUntilTheNextIsFull() {
    assertThat(rates.of("gate", at(0, 100, 50))).isEmpty();
    assertThat(rates.of("gate", at(50, 200, 100))).isEmpty();
    assertThat(rates.of("gate", at(60, 220, 110))).contains(new Rates(2, 1));
    assertThat(rates.of("gate", at(61, 220, 110))).contains(new Rates(2, 1));
    assertThat(rates.of("gate", at(120, 400, 170))).contains(new Rates(3, 1));
  }

  @Test
  void aStreamThatRunsAnew_isMeasuredAnew() {
    rates.of("gate", at(0, 0, 0));
    rates.of("yard", at(0, 0, 0));

    Instant again = START.plusSeconds(70);
    assertThat(rates.of("gate", new Counters(again, again, 60, 30))).isEmpty();
    rates.retain(Set.of("gate"));
    assertThat(rates.of("yard", at(70, 140, 70))).isEmpty();
    Instant later = again.plusSeconds(60);
    assertThat(rates.of("gate", new Counters(again, later, 660, 90))).contains(new Rates(10, 1));
  }

  private static Counters at(long seconds, long in, long inferred) {
    return new Counters(START, START.plusSeconds(seconds), in, inferred);
  }
}
