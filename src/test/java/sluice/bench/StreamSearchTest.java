package sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.metrics.LatencySummary;

class StreamSearchTest {
  private final List<Integer> tried = new ArrayList<>();

  private int search(int limit, int greatest) {
    StreamSearch search = new StreamSearch(limit);
    search.run(
        number -> {
          tried.add(number);
          return number <= greatest;
        });
    return search.most();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 8, 11, 63, 99, 100})
  void streamSearch_findsTheGreatestSustainableCount(int greatest) {
    assertThat(search(100, greatest)).isEqualTo(greatest);
    assertThat(tried).doesNotHaveDuplicates().hasSizeLessThan(15);
  }

  @Test
  void streamSearch_doublesTheCount_thenBisects() {
    search(100, 11);

    assertThat(tried).containsExactly(1, 2, 4, 8, 16, 12, 10, 11);
  }

  @Test
  void streamSearch_triesNoMoreThanTheLimit() {
    assertThat(search(6, 1000)).isEqualTo(6);
    assertThat(tried).containsExactly(1, 2, 4, 6);
  }

  @Test
  void streamSearch_keepsWhatItKnows_whenItIsBrokenOff() {
    StreamSearch search = new StreamSearch(100);

    assertThatThrownBy(
            () ->
                search.run(
                    number -> {
                      if (number > 4) {
                        throw new CancellationException();
                      }
                      return true;
                    }))
        .isInstanceOf(CancellationException.class);
    assertThat(search.most()).isEqualTo(4);
  }

  @Test
  void stream_keepsItsRate_withFewDroppedOrLateFrames() {
    assertThat(rate(100, 0).keeps(10, 10)).isTrue();
    assertThat(rate(99, 1).keeps(10, 10)).isTrue();
    assertThat(rate(98, 2).keeps(10, 10)).isFalse();
    assertThat(rate(97, 0).keeps(10, 10)).isTrue();
    assertThat(rate(96, 0).keeps(10, 10)).isFalse();
    assertThat(new StreamsResult(10, 0, 0, List.of(rate(100, 0), rate(90, 10))).keeps(10))
        .isFalse();
  }

  private static StreamRate rate(long results, long dropped) {
    return new StreamRate(results, dropped, results / 10.0, LatencySummary.EMPTY);
  }
}
