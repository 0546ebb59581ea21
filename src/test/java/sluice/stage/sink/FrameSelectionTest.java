package sluice.stage.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sluice.config.sink.FrameChoice;
import sluice.config.sink.MessageFilters;
import sluice.config.sink.MessagePictures;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.Predictions;
import sluice.core.message.MessageKind;

/** Which frames are told of, and what of them. */
class FrameSelectionTest {
  private static final long MILLI = 1_000_000;
  private static final Predictions NOTHING = Predictions.NONE;

  private static MessageFilters filters(Set<String> labels, double confidence, double rate) {
    return new MessageFilters(
        Set.of(MessageKind.DETECTIONS),
        labels,
        confidence,
        0,
        rate == 0 ? OptionalDouble.empty() : OptionalDouble.of(rate),
        Duration.ofMinutes(1),
        MessagePictures.NONE);
  }

  private static Predictions found(String... labels) {
    return Predictions.ofDetections(
        Arrays.stream(labels)
            .map(label -> new Detection(1, label, 0.5f, new Box(0, 0, 0.5f, 0.5f)))
            .toList());
  }

  /** Times of the frames that are told of, in ms; one comes every 100 ms. */
  private static List<Long> told(FrameSelection selection, Predictions... frames) {
    List<Long> result = new ArrayList<>();
    for (int i = 0; i < frames.length; i++) {
      if (selection.choose(i * 100 * MILLI, frames[i]) != null) {
        selection.accepted();
        result.add(i * 100L);
      }
    }
    return result;
  }

  @Test
  void detections_areFramesWithSomethingInThem() {
    FrameSelection selection = new FrameSelection(FrameChoice.DETECTIONS, filters(Set.of(), 0, 0));

    assertThat(told(selection, NOTHING, found("a"), NOTHING, found("b")))
        .containsExactly(100L, 300L);
  }

  @Test
  void changes_areToldOnceTheyHold() {
    FrameSelection selection = new FrameSelection(FrameChoice.CHANGES, filters(Set.of(), 0, 0));
    Predictions[] frames = new Predictions[30];
    Arrays.fill(frames, NOTHING);
    Arrays.fill(frames, 3, 20, found("a"));
    frames[10] = found("a", "a"); // flickers

    assertThat(told(selection, frames)).containsExactly(800L, 2500L);
  }

  @Test
  void filteredObjects_areNotTold_andDontCount() {
    FrameSelection selection =
        new FrameSelection(FrameChoice.DETECTIONS, filters(Set.of("a"), 0.4, 0));

    Predictions told = selection.choose(0, found("a", "b"));

    assertThat(told).isEqualTo(found("a"));
    assertThat(selection.choose(0, found("b"))).isNull();
  }

  @Test
  void rate_leavesFramesOut() {
    FrameSelection selection = new FrameSelection(FrameChoice.ALL, filters(Set.of(), 0, 4));

    assertThat(told(selection, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING))
        .containsExactly(0L, 300L);
  }

  @Test
  void heartbeat_tellsAFrame_whereNothingElseDoes() {
    FrameSelection selection = new FrameSelection(FrameChoice.CHANGES, filters(Set.of(), 0, 0));
    selection.choose(0, NOTHING);

    assertThat(selection.choose(59_900 * MILLI, NOTHING)).isNull();
    assertThat(selection.choose(60_000 * MILLI, NOTHING)).isEqualTo(NOTHING);
  }
}
