package sluice.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPhase;
import sluice.core.recording.RecordedEvent;
import sluice.stage.events.EventChange;
import sluice.telemetry.RecordingFacts;

class EventCountsTest {
  private static final Instant AT = Instant.parse("2026-11-28T14:00:00Z");

  private final EventCounts counts = new EventCounts();

  private void tell(EventPhase phase, int number, String label, int parts) {
    RecordedEvent event =
        new RecordedEvent(
            "1-yard-" + number,
            "yard",
            label,
            Optional.empty(),
            AT,
            AT,
            phase != EventPhase.END,
            0.5f,
            List.of(),
            List.of(),
            AT,
            AT,
            false,
            false);
    EventPart part = new EventPart(1, AT, AT, List.of());
    counts.count(new EventChange(phase, 0, AT, event, Collections.nCopies(parts, part)));
  }

  @Test
  void eventsAreCounted_asTheyBegin_goOnAfterTheirEnd_areCut_andEnd() {
    tell(EventPhase.NEW, 1, "person", 1);
    tell(EventPhase.NEW, 2, "car", 1);
    tell(EventPhase.UPDATE, 1, "person", 2);
    tell(EventPhase.END, 1, "person", 1);
    assertThat(counts.of("yard", 4))
        .isEqualTo(
            new RecordingFacts.Events(
                "yard", 1, Map.of("person", 1L, "car", 1L), Map.of("person", 1L), 0, 1, 4));
    tell(EventPhase.UPDATE, 1, "person", 1);
    tell(EventPhase.UPDATE, 1, "person", 1);
    assertThat(counts.of("yard", 4).merged()).isEqualTo(1);
    assertThat(counts.of("yard", 4).open()).isEqualTo(2);
  }

  @Test
  void labelsBeyondABound_areCountedTogether() {
    for (int i = 0; i < EventCounts.MOST_LABELS + 3; i++) {
      tell(EventPhase.NEW, i, "label" + i, 1);
      tell(EventPhase.END, i, "label" + i, 1);
    }
    RecordingFacts.Events all = counts.of("yard", 0);
    assertThat(all.begun()).hasSize(EventCounts.MOST_LABELS + 1).containsEntry("other", 3L);
    assertThat(all.ended()).hasSize(EventCounts.MOST_LABELS + 1).containsEntry("other", 3L);
  }
}
