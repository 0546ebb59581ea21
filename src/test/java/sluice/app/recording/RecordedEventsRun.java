package sluice.app.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The six people of a real video, found by a real model, as six events with their video: for 70 s,
 * what {@link RecordedEventsIT} holds of the first of them. Fails with what doesn't hold.
 *
 * <pre>{@code
 * java --enable-native-access=ALL-UNNAMED \
 *     -cp "target/classes:target/test-classes:$(cat target/classpath.txt)" \
 *     sluice.app.recording.RecordedEventsRun FOLDER
 * }</pre>
 */
public final class RecordedEventsRun {
  private static final int SPEED = 2;
  private static final int PEOPLE = 6;

  private RecordedEventsRun() {}

  /** Runs it; what it found on standard output. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(args[0]), "recorded-events");
    try (RecordedPeople people = new RecordedPeople(folder, SPEED)) {
      people.awaitEnd();
      List<JsonNode> events = people.crossed();
      assertThat(events).hasSize(PEOPLE);
      for (JsonNode event : events) {
        people.holdsItsPerson(event, Duration.ofMillis(500));
        say(event.toString());
      }
      assertThat(people.ended(PEOPLE))
          .containsAll(events.stream().map(RecordedPeople::id).toList());
      people.isDeleted(events.get(2));
    }
    say(PEOPLE + " people, " + PEOPLE + " events, each with its video and pictures");
  }

  @SuppressWarnings("SystemOut") // its purpose
  private static void say(String text) {
    System.out.println(text);
  }
}
