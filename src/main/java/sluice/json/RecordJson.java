package sluice.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;
import sluice.json.RecordFields.Field;

/**
 * The serialiser of records: one member for each component, in their order, nested as the records
 * are. An empty optional is left out; a null in a map or a list is {@code null}, and so is a {@code
 * float} that isn't finite. Instants are ISO 8601 in UTC, durations seconds with three decimals
 * under a name that ends in {@code seconds}, paths texts, bytes base64, constants of enums as
 * {@link EnumNames} has them. {@link JsonField} says what differs.
 */
final class RecordJson {
  private static final double MILLIS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);

  private final JsonGenerator json;
  private final Naming naming;
  private final DoubleFunction<? extends Number> rounding;

  /**
   * A serialiser of one text.
   *
   * @param rounding makes of each {@code double} the {@link Double} or {@link BigDecimal} that is
   *     written
   */
  RecordJson(JsonGenerator json, Naming naming, DoubleFunction<? extends Number> rounding) {
    this.json = json;
    this.naming = naming;
    this.rounding = rounding;
  }

  /**
   * Writes a value.
   *
   * @throws IllegalArgumentException for values of a type that has no JSON
   */
  void write(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Boolean flag -> json.writeBoolean(flag);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> number(rounding.apply(number));
      case Float number when Float.isFinite(number) -> json.writeNumber(number);
      case Float _ -> json.writeNull();
      case BigDecimal number -> json.writeNumber(number);
      case Enum<?> constant -> json.writeString(EnumNames.of(constant));
      case Instant instant -> json.writeString(instant.toString());
      case Duration duration -> json.writeNumber(duration.toMillis() / MILLIS_PER_SECOND);
      case Path path -> json.writeString(path.toString());
      case byte[] bytes -> json.writeBinary(bytes);
      case RawJson raw -> json.writeRawValue(raw.text());
      case Record record -> {
        json.writeStartObject();
        members(record);
        json.writeEndObject();
      }
      case Collection<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(element);
        }
        json.writeEndArray();
      }
      case Map<?, ?> map -> map(map);
      default -> throw new IllegalArgumentException("no JSON: " + value.getClass().getName());
    }
  }

  private void number(Number number) throws IOException {
    if (number instanceof BigDecimal exact) {
      json.writeNumber(exact);
    } else {
      json.writeNumber(number.doubleValue());
    }
  }

  private void map(Map<?, ?> map) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.writeFieldName(
          entry.getKey() instanceof Enum<?> constant
              ? naming.key(constant)
              : String.valueOf(entry.getKey()));
      write(entry.getValue());
    }
    json.writeEndObject();
  }

  private void members(Record record) throws IOException {
    List<Field> fields = RecordFields.of(record.getClass());
    for (Field field : fields) {
      Object value = field.of(record);
      boolean absent = value == null && !field.options().nullable();
      if (absent || (field.options().omitEmpty() && isEmpty(value))) {
        continue;
      }
      if (field.options().unwrapped() && value instanceof Record inner) {
        members(inner);
      } else {
        json.writeFieldName(field.name(naming));
        write(rounded(value, field.options().decimals()));
      }
    }
  }

  private static boolean isEmpty(@Nullable Object value) {
    return "".equals(value)
        || (value instanceof Collection<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  private static @Nullable Object rounded(@Nullable Object value, int decimals) {
    if (decimals >= 0 && value instanceof Double number && Double.isFinite(number)) {
      double scale = Math.pow(10, decimals);
      return Math.round(number * scale) / scale;
    }
    return value;
  }
}
