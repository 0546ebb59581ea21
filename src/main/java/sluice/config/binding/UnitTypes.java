package sluice.config.binding;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.json.JsonSchema;

/** Types of values with a unit, durations and sizes, in HOCON's notation. */
public final class UnitTypes {
  /** Without a unit HOCON would take milliseconds, which is rarely meant. */
  private static final Pattern WITH_UNIT = Pattern.compile("\\s*[0-9.]+\\s*[a-z]+\\s*");

  private static final Map<String, Duration> DURATIONS = new LinkedHashMap<>();
  private static final Map<String, Long> SIZES = new LinkedHashMap<>();

  static {
    DURATIONS.put("d", Duration.ofDays(1));
    DURATIONS.put("h", Duration.ofHours(1));
    DURATIONS.put("m", Duration.ofMinutes(1));
    DURATIONS.put("s", Duration.ofSeconds(1));
    DURATIONS.put("ms", Duration.ofMillis(1));
    SIZES.put("TiB", 1L << 40);
    SIZES.put("GiB", 1L << 30);
    SIZES.put("MiB", 1L << 20);
    SIZES.put("KiB", 1L << 10);
  }

  private UnitTypes() {}

  /** Durations within bounds. */
  public static ValueType<Duration> duration(Duration least, Duration most) {
    return new ScalarType<>(
        Duration.class,
        "a duration from %s to %s, with its unit: ms, s, m, h or d"
            .formatted(print(least), print(most)),
        JsonSchema.type("string", Map.of("examples", List.of(print(least), print(most)))),
        text -> {
          Duration value = WITH_UNIT.matcher(text).matches() ? parseDuration(text) : null;
          return value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0
              ? null
              : value;
        },
        UnitTypes::print);
  }

  /** Sizes in bytes within bounds. */
  public static ValueType<Long> size(long least, long most) {
    return new ScalarType<>(
        Long.class,
        "a size from %s to %s: bytes, or with KiB, MiB, GiB, kB, MB, GB"
            .formatted(print(least), print(most)),
        JsonSchema.type("string", Map.of("examples", List.of(print(least), print(most)))),
        text -> {
          Long value = parseSize(text);
          return value == null || value < least || value > most ? null : value;
        },
        UnitTypes::print);
  }

  private static @Nullable Duration parseDuration(String text) {
    try {
      return ConfigValueFactory.fromAnyRef(text).atKey("value").getDuration("value");
    } catch (ConfigException | ArithmeticException e) {
      return null;
    }
  }

  private static @Nullable Long parseSize(String text) {
    try {
      return ConfigValueFactory.fromAnyRef(text).atKey("value").getBytes("value");
    } catch (ConfigException | ArithmeticException e) {
      return null;
    }
  }

  /** A duration in the largest unit that gives a whole number; not below a millisecond. */
  public static String print(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    for (Map.Entry<String, Duration> unit : DURATIONS.entrySet()) {
      if (duration.isPositive()
          && duration.equals(unit.getValue().multipliedBy(duration.dividedBy(unit.getValue())))) {
        return duration.dividedBy(unit.getValue()) + unit.getKey();
      }
    }
    return duration.toNanos() + "ns";
  }

  /** A size in the largest unit that gives a whole number. */
  static String print(long bytes) {
    for (Map.Entry<String, Long> unit : SIZES.entrySet()) {
      if (bytes > 0 && bytes % unit.getValue() == 0) {
        return bytes / unit.getValue() + unit.getKey();
      }
    }
    return bytes + "B";
  }
}
