package sluice.telemetry.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.CropInference;
import sluice.core.TraceContext;

/** Which frame an answer of a second model belongs to. */
class CropMatcherTest {
  private final List<Long> matched = new ArrayList<>();
  private final CropMatcher matcher = new CropMatcher((frame, crop) -> matched.add(crop.object()));

  private static CropInference asked(long object, long nanos) {
    return new CropInference("faces", object, nanos, nanos, 0, 0, nanos);
  }

  @Test
  void answer_belongsToTheFrameInWhoseStagesItWasAsked() {
    matcher.chosen(TraceContext.random(), 100, 200);

    matcher.answered(asked(1, 99));
    matcher.answered(asked(2, 100));
    matcher.answered(asked(3, 200));
    matcher.answered(asked(4, 201));

    assertThat(matched).containsExactly(2L, 3L);
  }

  @Test
  void answerThatWasFaster_waitsForItsFrame_andIsMatchedOnce() {
    matcher.answered(asked(1, 150));
    matcher.answered(asked(2, 350));

    matcher.chosen(TraceContext.random(), 100, 200);
    matcher.chosen(TraceContext.random(), 100, 200);

    assertThat(matched).containsExactly(1L);
  }

  @Test
  void instants_mayOverflow() {
    matcher.chosen(TraceContext.random(), Long.MAX_VALUE - 5, Long.MIN_VALUE + 5);

    matcher.answered(asked(1, Long.MIN_VALUE));

    assertThat(matched).containsExactly(1L);
  }

  @Test
  void onlyTheNewest_areRemembered() {
    for (int i = 0; i <= CropMatcher.MOST; i++) {
      matcher.answered(asked(i, i));
    }
    matcher.chosen(TraceContext.random(), 0, 1);
    for (int i = 0; i < CropMatcher.MOST; i++) {
      matcher.chosen(TraceContext.random(), 1_000 + i, 1_000 + i);
    }
    matcher.answered(asked(99, 1));

    assertThat(matched).containsExactly(1L);
  }
}
