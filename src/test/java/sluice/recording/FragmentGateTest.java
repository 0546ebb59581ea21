package sluice.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordingMode;
import sluice.recording.files.MediaParameters;
import sluice.video.mux.Fragment;

class FragmentGateTest {
  private static final Instant T0 = Instant.parse("2026-11-28T14:00:00Z");
  private static final RunFormat RUN =
      new RunFormat(T0, new byte[1], new MediaParameters("avc1", 64, 48, false));

  private final FragmentGate gate = new FragmentGate();
  private final List<Integer> passed = new ArrayList<>();

  @BeforeEach
  void forEvents() {
    gate.configure(RecordingMode.EVENTS, Duration.ofSeconds(5));
  }

  private static RecordedFragment fragment(int second, int bytes, boolean key) {
    Duration start = Duration.ofSeconds(second);
    Duration end = start.plusSeconds(1);
    return new RecordedFragment(
        RUN, new Fragment(new byte[bytes], start, end, key, 25), T0.plus(start), T0.plus(end));
  }

  /** A fragment of a second. */
  private void comes(int second) {
    comes(fragment(second, 10, true));
  }

  private void comes(RecordedFragment fragment) {
    note(gate.take(fragment));
  }

  private void note(List<RecordedFragment> due) {
    due.forEach(each -> passed.add((int) each.fragment().start().toSeconds()));
  }

  /** An event tells what it keeps. */
  private void event(String id, boolean open, double from, double to) {
    Instant keepsFrom = T0.plusMillis((long) (from * 1_000));
    Instant keepsTo = T0.plusMillis((long) (to * 1_000));
    note(
        gate.tell(
            new RecordedEvent(
                id,
                "yard",
                "person",
                Optional.empty(),
                keepsFrom,
                keepsTo,
                open,
                1,
                List.of(),
                List.of(),
                keepsFrom,
                keepsTo,
                false,
                false)));
  }

  @Test
  void spanThatIsForgotten_isNotThere_whenAnEventComes() {
    for (int i = 0; i < 10; i++) {
      comes(fragment(i, 10, i % 2 == 0));
    }
    gate.forget(T0.plusSeconds(20), T0.plusSeconds(30));
    gate.forget(T0.plusSeconds(2), T0.plusSeconds(3));
    comes(10);
    event("a", true, 0, 100);
    assertThat(passed).containsExactly(4, 5, 6, 7, 8, 9, 10);
  }

  @Test
  void withoutEvents_nothingPasses_andOfTheLastSecondsIsHeldWhatMayBeNeeded() {
    for (int i = 0; i < 100; i++) {
      comes(i);
    }
    assertThat(passed).isEmpty();
    event("a", true, 0, 100);
    assertThat(passed).first().isEqualTo(85); // pre-roll, and what an event may be late
    assertThat(passed).last().isEqualTo(99);
  }

  @Test
  void event_getsWhatIsHeld_fromTheKeyFrameBeforeIt_thenAllUntilItsEnd() {
    for (int i = 0; i < 10; i++) {
      comes(i);
    }
    event("a", true, 6.5, 9);
    assertThat(passed).containsExactly(6, 7, 8, 9);
    comes(10);
    event("a", false, 6.5, 12.5);
    comes(11);
    comes(12);
    assertThat(gate.isPassing()).isTrue();
    comes(13);
    comes(14);
    assertThat(passed).containsExactly(6, 7, 8, 9, 10, 11, 12);
    assertThat(gate.isPassing()).isFalse();
  }

  @Test
  void groupThatWasCut_passesAsAWhole() {
    comes(0);
    comes(fragment(1, 10, false));
    comes(fragment(2, 10, false));
    event("a", true, 2.5, 3);
    assertThat(passed).containsExactly(0, 1, 2);
    event("a", false, 2.5, 3);
    comes(fragment(3, 10, false));
    comes(4);
    assertThat(passed).containsExactly(0, 1, 2, 3);
  }

  @Test
  void eventsThatOverlap_haveNothingTwice_andNothingMissing() {
    for (int i = 0; i < 5; i++) {
      comes(i);
    }
    event("a", true, 2, 4);
    event("b", true, 0, 4);
    comes(5);
    event("a", false, 2, 6);
    comes(6);
    comes(7);
    event("b", false, 0, 8);
    comes(8);
    assertThat(passed).containsExactly(2, 3, 4, 5, 6, 7);
  }

  @Test
  void whatIsHeld_isBounded_andBeginsWithAKeyFrame() {
    int large = (int) (FragmentGate.MOST_BYTES / 4);
    for (int i = 0; i < 12; i++) {
      comes(fragment(i, large, i % 3 == 0));
    }
    event("a", true, 0, 12);
    assertThat(passed).containsExactly(9, 10, 11);
  }

  @Test
  void sourceThatIsClosed_leavesNothing() {
    comes(0);
    gate.clear();
    event("a", true, 0, 1);
    assertThat(passed).isEmpty();
  }

  @Test
  void continuous_passesAll() {
    gate.configure(RecordingMode.CONTINUOUS, Duration.ZERO);
    comes(0);
    event("a", true, 0, 1);
    event("a", false, 0, 1);
    comes(1);
    assertThat(passed).containsExactly(0, 1);
    assertThat(gate.isForEvents()).isFalse();
  }
}
