package sluice.service.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * Persisted streams: the state that survives a restart of the service. Not for logs: streams have
 * their credentials.
 *
 * @param streams those added through the API, by id, each as one JSON object
 * @param paused ids of streams that rest until they are resumed, those of the file too
 */
public record PersistedStreams(Map<String, String> streams, Set<String> paused) {
  /** Nothing. */
  public static final PersistedStreams NONE = new PersistedStreams(Map.of(), Set.of());

  private static final int SCHEMA = 1;
  private static final JsonFactory JSON = new JsonFactory();

  /** Keeps its own copies. */
  public PersistedStreams {
    streams = Collections.unmodifiableMap(new LinkedHashMap<>(streams));
    paused = Collections.unmodifiableSet(new LinkedHashSet<>(paused));
  }

  /** The same with a stream added or replaced. */
  PersistedStreams with(String id, String json) {
    Map<String, String> changed = new LinkedHashMap<>(streams);
    changed.put(id, json);
    return new PersistedStreams(changed, paused);
  }

  /** The same without a stream. */
  PersistedStreams without(String id) {
    Map<String, String> changed = new LinkedHashMap<>(streams);
    changed.remove(id);
    return new PersistedStreams(changed, paused).paused(id, false);
  }

  /** The same with a stream that rests, or doesn't any more. */
  PersistedStreams paused(String id, boolean rests) {
    Set<String> changed = new LinkedHashSet<>(paused);
    if (rests) {
      changed.add(id);
    } else {
      changed.remove(id);
    }
    return new PersistedStreams(streams, changed);
  }

  String toJson() {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.useDefaultPrettyPrinter();
      out.writeStartObject();
      out.writeNumberField("schema", SCHEMA);
      out.writeObjectFieldStart("streams");
      for (Map.Entry<String, String> stream : streams.entrySet()) {
        out.writeFieldName(stream.getKey());
        out.writeRawValue(stream.getValue());
      }
      out.writeEndObject();
      out.writeArrayFieldStart("paused");
      for (String id : paused) {
        out.writeString(id);
      }
      out.writeEndArray();
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing into memory", e);
    }
    return text.append('\n').toString();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @param file for messages
   * @throws SluiceException ENVIRONMENT when it is damaged or of a later version
   */
  static PersistedStreams parse(String text, Path file) {
    try (JsonParser in = JSON.createParser(text)) {
      return parse(in, file);
    } catch (IOException e) {
      throw refused(file, "is damaged", e);
    }
  }

  private static PersistedStreams parse(JsonParser in, Path file) throws IOException {
    Map<String, String> streams = new LinkedHashMap<>();
    Set<String> paused = new LinkedHashSet<>();
    int schema = 0;
    require(in.nextToken() == JsonToken.START_OBJECT, file);
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      switch (key) {
        case "schema" -> {
          schema = in.getIntValue();
          if (schema > SCHEMA) {
            throw refused(file, "was written by a later version of Sluice", null);
          }
        }
        case "streams" -> readStreams(in, streams, file);
        case "paused" -> {
          require(in.currentToken() == JsonToken.START_ARRAY, file);
          while (in.nextToken() == JsonToken.VALUE_STRING) {
            paused.add(in.getText());
          }
        }
        default -> throw refused(file, "is damaged", null);
      }
    }
    require(schema == SCHEMA, file);
    return new PersistedStreams(streams, paused);
  }

  private static void readStreams(JsonParser in, Map<String, String> streams, Path file)
      throws IOException {
    require(in.currentToken() == JsonToken.START_OBJECT, file);
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String id = in.currentName();
      in.nextToken();
      StringWriter stream = new StringWriter();
      try (JsonGenerator copy = JSON.createGenerator(stream)) {
        copy.copyCurrentStructure(in);
      }
      streams.put(id, stream.toString());
    }
  }

  private static void require(boolean holds, Path file) {
    if (!holds) {
      throw refused(file, "is damaged", null);
    }
  }

  private static SluiceException refused(Path file, String what, @Nullable Exception cause) {
    return new SluiceException(
        ErrorCode.ENVIRONMENT,
        file
            + ": "
            + what
            + " (expected: what this version of Sluice wrote); put back a copy, or move it away to"
            + " start without the streams that it keeps",
        cause);
  }
}
