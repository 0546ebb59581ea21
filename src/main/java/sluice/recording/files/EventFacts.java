package sluice.recording.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPoint;
import sluice.core.recording.RecordedEvent;

/**
 * An event with its parts, as JSON beside its video: what an index that was lost is made of again.
 * Times are in milliseconds since 1970.
 *
 * @param event ended
 * @param parts in their order
 */
public record EventFacts(RecordedEvent event, List<EventPart> parts) {
  private static final int SCHEMA = 1;
  private static final long MOST_BYTES = 64L << 20;
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Keeps a copy of the list. */
  public EventFacts {
    parts = List.copyOf(parts);
  }

  /** The text of the file. */
  public String text() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("schema", SCHEMA);
      json.writeStringField("id", event.id());
      json.writeStringField("stream", event.stream());
      json.writeStringField("label", event.label());
      if (event.object().isPresent()) {
        json.writeNumberField("object", event.object().get());
      }
      json.writeNumberField("starts_at", event.startsAt().toEpochMilli());
      json.writeNumberField("ends_at", event.endsAt().toEpochMilli());
      json.writeNumberField("score", event.score());
      names(json, "lines", event.lines());
      names(json, "zones", event.zones());
      json.writeNumberField("keeps_from", event.keepsFrom().toEpochMilli());
      json.writeNumberField("keeps_to", event.keepsTo().toEpochMilli());
      json.writeBooleanField("picture", event.hasPicture());
      json.writeBooleanField("locked", event.locked());
      json.writeArrayFieldStart("parts");
      for (EventPart part : parts) {
        json.writeStartObject();
        json.writeNumberField("number", part.number());
        json.writeNumberField("starts_at", part.startsAt().toEpochMilli());
        json.writeNumberField("ends_at", part.endsAt().toEpochMilli());
        json.writeFieldName("path");
        write(json, part.path());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string can't be written to", e);
    }
    return text.toString();
  }

  private static void names(JsonGenerator json, String field, List<String> names)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String name : names) {
      json.writeString(name);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, List<EventPoint> path) throws IOException {
    json.writeStartArray();
    for (EventPoint point : path) {
      json.writeStartArray();
      json.writeNumber(point.at().toEpochMilli());
      json.writeNumber(point.xMin());
      json.writeNumber(point.yMin());
      json.writeNumber(point.xMax());
      json.writeNumber(point.yMax());
      json.writeNumber(point.score());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  /**
   * A path as JSON: a list for each point of its time, left, upper, right and lower edge, score.
   */
  public static String pathText(List<EventPoint> path) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, path);
    } catch (IOException e) {
      throw new UncheckedIOException("a string can't be written to", e);
    }
    return text.toString();
  }

  /**
   * Reads what {@link #pathText} writes.
   *
   * @throws IOException when it is something else
   */
  public static List<EventPoint> path(String text) throws IOException {
    try (JsonParser json = FACTORY.createParser(text)) {
      json.nextToken();
      return path(json);
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it can't be read, or isn't what {@link #text} writes
   */
  public static EventFacts read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw damaged();
    }
    try (JsonParser json = FACTORY.createParser(Files.readString(file))) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      require("schema".equals(json.nextFieldName()) && json.nextIntValue(0) == SCHEMA);
      return new Reading(json).facts();
    }
  }

  private static List<EventPoint> path(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY);
    List<EventPoint> path = new ArrayList<>();
    while (json.nextToken() == JsonToken.START_ARRAY) {
      json.nextToken();
      Instant at = time(json);
      float[] numbers = new float[5];
      for (int i = 0; i < numbers.length; i++) {
        require(json.nextToken().isNumeric());
        numbers[i] = json.getFloatValue();
      }
      require(json.nextToken() == JsonToken.END_ARRAY);
      path.add(new EventPoint(at, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]));
    }
    require(json.currentToken() == JsonToken.END_ARRAY);
    return path;
  }

  private static Instant time(JsonParser json) throws IOException {
    return Instant.ofEpochMilli(whole(json));
  }

  private static long whole(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.VALUE_NUMBER_INT);
    return json.getLongValue();
  }

  private static void require(boolean holds) throws IOException {
    if (!holds) {
      throw damaged();
    }
  }

  private static IOException damaged() {
    return new IOException("it is not what this version of Sluice writes of an event");
  }

  /** Reads the members of a file, whatever their order; unknown ones are passed over. */
  private static final class Reading {
    private final JsonParser json;
    private String id = "";
    private String stream = "";
    private String label = "";
    private Optional<Long> object = Optional.empty();
    private Instant startsAt = Instant.EPOCH;
    private Instant endsAt = Instant.EPOCH;
    private Instant keepsFrom = Instant.EPOCH;
    private Instant keepsTo = Instant.EPOCH;
    private float score;
    private boolean picture;
    private boolean locked;
    private List<String> lines = List.of();
    private List<String> zones = List.of();
    private List<EventPart> parts = List.of();

    Reading(JsonParser json) {
      this.json = json;
    }

    EventFacts facts() throws IOException {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        member(name);
      }
      require(json.currentToken() == JsonToken.END_OBJECT);
      require(
          EventPath.EventId.parse(id)
              .filter(
                  read -> read.stream().equals(stream) && read.millis() == startsAt.toEpochMilli())
              .isPresent());
      return new EventFacts(
          new RecordedEvent(
              id, stream, label, object, startsAt, endsAt, false, score, lines, zones, keepsFrom,
              keepsTo, picture, locked),
          parts);
    }

    private void member(String name) throws IOException {
      switch (name) {
        case "id" -> id = json.getText();
        case "stream" -> stream = json.getText();
        case "label" -> label = json.getText();
        case "object" -> object = Optional.of(whole(json));
        case "starts_at" -> startsAt = time(json);
        case "ends_at" -> endsAt = time(json);
        case "keeps_from" -> keepsFrom = time(json);
        case "keeps_to" -> keepsTo = time(json);
        case "score" -> score = json.getFloatValue();
        case "picture" -> picture = json.getBooleanValue();
        case "locked" -> locked = json.getBooleanValue();
        case "lines" -> lines = names();
        case "zones" -> zones = names();
        case "parts" -> parts = parts();
        default -> json.skipChildren();
      }
    }

    private List<String> names() throws IOException {
      require(json.currentToken() == JsonToken.START_ARRAY);
      List<String> names = new ArrayList<>();
      while (json.nextToken() == JsonToken.VALUE_STRING) {
        names.add(json.getText());
      }
      require(json.currentToken() == JsonToken.END_ARRAY);
      return names;
    }

    private List<EventPart> parts() throws IOException {
      require(json.currentToken() == JsonToken.START_ARRAY);
      List<EventPart> result = new ArrayList<>();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        result.add(part());
      }
      require(json.currentToken() == JsonToken.END_ARRAY);
      return result;
    }

    private EventPart part() throws IOException {
      int number = 0;
      Instant from = Instant.EPOCH;
      Instant to = Instant.EPOCH;
      List<EventPoint> path = List.of();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "number" -> number = (int) whole(json);
          case "starts_at" -> from = time(json);
          case "ends_at" -> to = time(json);
          case "path" -> path = path(json);
          default -> json.skipChildren();
        }
      }
      require(number > 0 && json.currentToken() == JsonToken.END_OBJECT);
      return new EventPart(number, from, to, path);
    }
  }
}
