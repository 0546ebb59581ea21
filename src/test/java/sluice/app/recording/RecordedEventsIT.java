package sluice.app.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first of the people of a real video, found by a real model, as an event with its video; all
 * six: {@link RecordedEventsRun}.
 */
@Tag("alone")
@Timeout(120)
class RecordedEventsIT {
  private static final int SPEED = 4;

  @TempDir Path folder;

  @Test
  void aPersonWhoCrossesTheLine_isAnEvent_withItsVideoAndPicture() throws Exception {
    try (RecordedPeople people = new RecordedPeople(folder, SPEED)) {
      await().atMost(RecordedPeople.PATIENCE).until(() -> !people.crossed().isEmpty());
      await().atMost(RecordedPeople.PATIENCE).until(people::nobodyIsThere);
      assertThat(people.api.send("POST", "/api/v1/streams/gate/pause", "").isDone()).isTrue();
      await()
          .atMost(RecordedPeople.PATIENCE)
          .until(() -> people.crossed().stream().noneMatch(RecordedPeople::open));
      List<JsonNode> events = people.crossed();
      assertThat(events).hasSize(1);
      people.holdsItsPerson(events.getFirst(), Duration.ZERO);
      assertThat(people.ended(1)).contains(RecordedPeople.id(events.getFirst()));
      people.isDeleted(events.getFirst());
    }
  }
}
