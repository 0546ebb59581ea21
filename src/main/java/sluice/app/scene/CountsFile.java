package sluice.app.scene;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import sluice.core.Direction;
import sluice.core.util.PrivateFile;
import sluice.json.JsonText;
import sluice.json.Naming;

/** The file of counts of lines, as JSON. For one thread at a time. */
final class CountsFile implements CountsStore {
  private static final JsonFactory JSON = new JsonFactory();

  private final Path path;

  /** Reads a value of an object. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(JsonParser in) throws IOException;
  }

  CountsFile(Path path) {
    this.path = path;
  }

  @Override
  public String name() {
    return path.toString();
  }

  /**
   * Writes other content. Blocks until the disk has it.
   *
   * @throws IOException when it can't be written; the old content stays
   */
  @Override
  public void write(KeptCounts counts) throws IOException {
    PrivateFile.replace(path, JsonText.indented(counts, Naming.SNAKE));
  }

  /**
   * Reads what was written; nothing where there is no file.
   *
   * @throws IOException when it can't be read, is damaged, or of a later version
   */
  @Override
  public KeptCounts read() throws IOException {
    if (Files.notExists(path)) {
      return KeptCounts.NONE;
    }
    try (JsonParser in = JSON.createParser(Files.readString(path))) {
      in.nextToken();
      require(in.currentToken() == JsonToken.START_OBJECT);
      require("schema".equals(in.nextFieldName()) && in.nextIntValue(0) == KeptCounts.SCHEMA);
      require("streams".equals(in.nextFieldName()));
      in.nextToken();
      Map<String, Map<String, Map<Direction, Map<String, Long>>>> streams =
          members(in, stream -> members(stream, CountsFile::directions));
      require(in.nextToken() == JsonToken.END_OBJECT);
      return new KeptCounts(streams);
    }
  }

  private static Map<Direction, Map<String, Long>> directions(JsonParser in) throws IOException {
    Map<Direction, Map<String, Long>> result = new EnumMap<>(Direction.class);
    Map<String, Map<String, Long>> read = members(in, labels -> members(labels, CountsFile::count));
    for (Map.Entry<String, Map<String, Long>> each : read.entrySet()) {
      result.put(direction(each.getKey()), each.getValue());
    }
    return result;
  }

  private static Direction direction(String word) throws IOException {
    for (Direction direction : Direction.values()) {
      if (direction.wireName().equals(word)) {
        return direction;
      }
    }
    throw damaged();
  }

  private static long count(JsonParser in) throws IOException {
    require(in.currentToken() == JsonToken.VALUE_NUMBER_INT && in.getLongValue() >= 0);
    return in.getLongValue();
  }

  private static <T> Map<String, T> members(JsonParser in, Reader<T> value) throws IOException {
    require(in.currentToken() == JsonToken.START_OBJECT);
    Map<String, T> result = new LinkedHashMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      result.put(name, value.read(in));
    }
    require(in.currentToken() == JsonToken.END_OBJECT);
    return result;
  }

  private static void require(boolean holds) throws IOException {
    if (!holds) {
      throw damaged();
    }
  }

  private static IOException damaged() {
    return new IOException("it is not what this version of Sluice writes");
  }
}
