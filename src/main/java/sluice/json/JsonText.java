package sluice.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Serialises records, maps, lists, texts, numbers, booleans and null as JSON text, members in their
 * order.
 */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /**
   * The text in one line, members of records in kebab case.
   *
   * @throws IllegalArgumentException for values of a type that has no JSON
   */
  public static String of(@Nullable Object value) {
    return text(value, Naming.KEBAB, false);
  }

  /**
   * The text in one line with these member names of records.
   *
   * @throws IllegalArgumentException for values of a type that has no JSON
   */
  public static String of(@Nullable Object value, Naming naming) {
    return text(value, naming, false);
  }

  /**
   * The text indented, ended by a line feed.
   *
   * @throws IllegalArgumentException for values of a type that has no JSON
   */
  public static String indented(@Nullable Object value, Naming naming) {
    return text(value, naming, true) + "\n";
  }

  private static String text(@Nullable Object value, Naming naming, boolean indented) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      if (indented) {
        json.useDefaultPrettyPrinter();
      }
      new RecordJson(json, naming).write(value);
    } catch (IOException e) {
      throw new UncheckedIOException("a string can't be written to", e);
    }
    return text.toString();
  }
}
