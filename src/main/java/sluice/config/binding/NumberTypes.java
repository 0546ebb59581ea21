package sluice.config.binding;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.json.JsonSchema;

/** Types of numbers within bounds. */
public final class NumberTypes {
  private NumberTypes() {}

  /** Whole numbers within bounds. */
  public static ValueType<Integer> whole(int least, int most) {
    String expected =
        most == Integer.MAX_VALUE
            ? "a whole number, at least " + least
            : "a whole number from " + least + " to " + most;
    Map<String, Object> schema =
        most == Integer.MAX_VALUE
            ? JsonSchema.type("integer", Map.of("minimum", least))
            : JsonSchema.type("integer", Map.of("minimum", least, "maximum", most));
    return new ScalarType<>(
        Integer.class,
        expected,
        schema,
        text -> {
          BigDecimal number = number(text);
          return number == null || !isWithin(number, least, most) || !isWhole(number)
              ? null
              : (Integer) number.intValueExact();
        },
        value -> value);
  }

  /** Numbers within bounds, both included. */
  public static ValueType<Double> real(double least, double most) {
    return real(least, most, 0);
  }

  /**
   * Numbers within bounds, both included.
   *
   * @param slack by how much a number may be beyond them all the same, as one that was rounded is
   */
  public static ValueType<Double> real(double least, double most, double slack) {
    return new ScalarType<>(
        Double.class,
        "a number from " + plain(least) + " to " + plain(most),
        JsonSchema.type("number", Map.of("minimum", least, "maximum", most)),
        text -> {
          BigDecimal number = number(text);
          return number == null || !isWithin(number, least - slack, most + slack)
              ? null
              : number.doubleValue();
        },
        value -> value);
  }

  /** A number as its text says; null when it says none. Only what {@link #isWithin} is expanded. */
  private static @Nullable BigDecimal number(String text) {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isWithin(BigDecimal number, double least, double most) {
    return number.compareTo(BigDecimal.valueOf(least)) >= 0
        && number.compareTo(BigDecimal.valueOf(most)) <= 0;
  }

  private static boolean isWhole(BigDecimal number) {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
  }

  /** A number without a needless fraction. */
  static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
