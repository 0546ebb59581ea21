package sluice.recording.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPoint;
import sluice.core.recording.RecordedEvent;

class EventFilesTest {
  private static final Instant T0 = Instant.parse("2026-11-28T14:00:00.123Z");
  private static final String ID = T0.toEpochMilli() + "-back-yard_2-17";

  @TempDir Path folder;

  private static EventFacts facts(Optional<Long> object) {
    RecordedEvent event =
        new RecordedEvent(
            ID,
            "back-yard_2",
            "a \"dog\"",
            object,
            T0,
            T0.plusSeconds(4),
            false,
            0.875f,
            List.of("gate", "a b"),
            List.of(),
            T0.minusSeconds(5),
            T0.plusSeconds(14),
            true,
            true);
    List<EventPoint> path =
        List.of(
            new EventPoint(T0, 0.125f, 0.25f, 0.5f, 0.75f, 0.5f),
            new EventPoint(T0.plusMillis(500), 0, 0, 1, 1, 1));
    return new EventFacts(
        event,
        List.of(
            new EventPart(1, T0, T0.plusSeconds(2), path),
            new EventPart(2, T0.plusSeconds(2), T0.plusSeconds(4), List.of())));
  }

  @Test
  void files_areBesideTheVideo_andTheirNamesAreRead() {
    List<EventPath> files = EventPath.all(ID);
    assertThat(files)
        .extracting(EventPath::text)
        .containsExactly(
            "back-yard_2/2026-11-28/14/" + ID + ".json",
            "back-yard_2/2026-11-28/14/" + ID + ".jpg",
            "back-yard_2/2026-11-28/14/" + ID + ".crop.jpg");
    for (EventPath file : files) {
      assertThat(EventPath.parse(file.text())).contains(file);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a/b",
        "yard/2026-11-28/14/1795874400123-yard-1.png",
        "yard/2026-11-28/14/1795874400123-yard-1",
        "yard/2026-11-28/15/1795874400123-yard-1.json",
        "lobby/2026-11-28/14/1795874400123-yard-1.json",
        "yard/2026-11-28/14/1795874400123-yard-01.json",
        "yard/2026-11-28/14/1795874400123-yard-0.json",
        "yard/2026-11-28/14/1795874400123--1.json",
        "../2026-11-28/14/1795874400123-..-1.json"
      })
  void otherNames_areNone(String name) {
    assertThat(EventPath.parse(name)).isEmpty();
  }

  @Test
  void idOfNoEvent_isRefused() {
    assertThatThrownBy(() -> EventPath.all("../x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void facts_areReadAsTheyWereWritten() throws IOException {
    for (EventFacts facts : List.of(facts(Optional.of(12L)), facts(Optional.empty()))) {
      Path file = Files.writeString(folder.resolve("a.json"), facts.text());
      assertThat(EventFacts.read(file)).isEqualTo(facts);
    }
  }

  @Test
  void facts_thatAreCutOrSomethingElse_areRefused() throws IOException {
    String text = facts(Optional.of(1L)).text();
    for (String other :
        List.of(
            "",
            "[]",
            "{\"schema\":2}",
            "{\"schema\":1}",
            text.substring(0, text.length() - 1),
            text.substring(0, text.length() / 2),
            text.replace("back-yard_2\"", "other\""),
            text.replace("0.125", "\"x\""))) {
      Path file = Files.writeString(folder.resolve("a.json"), other);
      assertThatThrownBy(() -> EventFacts.read(file)).as(other).isInstanceOf(IOException.class);
    }
  }
}
