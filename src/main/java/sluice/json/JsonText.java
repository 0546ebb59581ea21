package sluice.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.function.DoubleFunction;
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
    return text(value, Naming.KEBAB, Double::valueOf, false);
  }

  /**
   * The text in one line with these member names of records.
   *
   * @throws IllegalArgumentException for values of a type that has no JSON
   */
  public static String of(@Nullable Object value, Naming naming) {
    return text(value, naming, Double::valueOf, false);
  }

  /**
   * The text indented, ended by a line feed.
   *
   * @throws IllegalArgumentException for values of a type that has no JSON
   */
  public static String indented(@Nullable Object value, Naming naming) {
    return indented(value, naming, Double::valueOf);
  }

  /**
   * The text indented, ended by a line feed, with rounded numbers.
   *
   * @param rounding makes of each {@code double} the {@link Double} or {@link java.math.BigDecimal}
   *     that is written
   * @throws IllegalArgumentException for values of a type that has no JSON
   */
  public static String indented(
      @Nullable Object value, Naming naming, DoubleFunction<? extends Number> rounding) {
    return text(value, naming, rounding, true) + "\n";
  }

  private static String text(
      @Nullable Object value,
      Naming naming,
      DoubleFunction<? extends Number> rounding,
      boolean indented) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      if (indented) {
        json.useDefaultPrettyPrinter();
      }
      new RecordJson(json, naming, rounding).write(value);
    } catch (IOException e) {
      throw new UncheckedIOException("a string can't be written to", e);
    }
    return text.toString();
  }
}
