package sluice.config.binding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Types of optional values: {@code null} in HOCON and JSON where they are absent. */
public final class OptionalTypes {
  private OptionalTypes() {}

  /** Values of any kind. */
  public static <T> ValueType<Optional<T>> of(ValueType<T> kind) {
    return new Maybe<>(
        JavaType.of(Optional.class, kind.type()),
        kind,
        Optional::of,
        Optional.empty(),
        value -> value.orElse(null));
  }

  /** Lists, empty where absent. */
  public static <T> ValueType<List<T>> ofList(ValueType<List<T>> kind) {
    return new Maybe<>(
        kind.type(), kind, list -> list, List.of(), list -> list.isEmpty() ? null : list);
  }

  /** Whole numbers. */
  public static ValueType<OptionalInt> ofInt(ValueType<Integer> kind) {
    return new Maybe<>(
        JavaType.of(OptionalInt.class),
        kind,
        OptionalInt::of,
        OptionalInt.empty(),
        value -> value.isPresent() ? (Integer) value.getAsInt() : null);
  }

  /** Numbers. */
  public static ValueType<OptionalDouble> ofDouble(ValueType<Double> kind) {
    return new Maybe<>(
        JavaType.of(OptionalDouble.class),
        kind,
        OptionalDouble::of,
        OptionalDouble.empty(),
        value -> value.isPresent() ? (Double) value.getAsDouble() : null);
  }

  /** Takes a present value out. */
  @FunctionalInterface
  private interface Unwrap<O, T> {
    @Nullable T value(O optional);
  }

  private record Maybe<T, O>(
      JavaType type, ValueType<T> kind, Function<T, O> wrap, O absent, Unwrap<O, T> unwrap)
      implements ValueType<O>, Wrapper {
    @Override
    public @Nullable O read(ConfigNode node) {
      if (!node.isGiven()) {
        return absent;
      }
      T value = kind.read(node);
      return value == null ? null : wrap.apply(value);
    }

    @Override
    public boolean takesNull() {
      return true;
    }

    @Override
    public String expected() {
      return kind.expected();
    }

    @Override
    public @Nullable Object write(O value, boolean reveal) {
      T present = unwrap.value(value);
      return present == null ? null : kind.write(present, reveal);
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> result = new LinkedHashMap<>(kind.schema());
      result.computeIfPresent("type", (key, type) -> List.of(type, "null"));
      if (result.get("enum") instanceof List<?> words) {
        List<@Nullable Object> withNull = new ArrayList<>(words);
        withNull.add(null);
        result.put("enum", withNull);
      }
      return result;
    }
  }

  /** A type around another one. */
  public interface Wrapper {
    /** The type of a value that is present. */
    ValueType<?> kind();
  }
}
