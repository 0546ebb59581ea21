package sluice.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reflection over the components of record types, cached by type. Thread-safe. */
final class RecordFields {
  private static final Map<Class<?>, Class<?>> PRIMITIVE_OPTIONALS =
      Map.of(
          OptionalInt.class,
          int.class,
          OptionalLong.class,
          long.class,
          OptionalDouble.class,
          double.class);

  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return read(type);
        }
      };

  private RecordFields() {}

  /**
   * A component.
   *
   * @param kebab its member's name in kebab case
   * @param snake its member's name in snake case
   * @param type without the optional around it
   * @param optional whether it may be absent
   * @param options its annotation, or the defaults
   */
  record Field(
      Method accessor, String kebab, String snake, Type type, boolean optional, JsonField options) {

    String name(Naming naming) {
      return naming == Naming.KEBAB ? kebab : snake;
    }

    /** The component's value in a record; null where it is absent. */
    @Nullable Object of(Record owner) {
      try {
        return present(accessor.invoke(owner));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(accessor.toString(), e);
      }
    }
  }

  /** The components that are serialised, in their order. */
  static List<Field> of(Class<?> record) {
    return FIELDS.get(record);
  }

  private static List<Field> read(Class<?> type) {
    List<Field> result = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      JsonField options = component.getAnnotation(JsonField.class);
      JsonField known = options == null ? Defaults.OPTIONS : options;
      if (!known.hidden()) {
        result.add(field(component, known));
      }
    }
    return List.copyOf(result);
  }

  private static Field field(RecordComponent component, JsonField options) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    Type given = component.getGenericType();
    Type type = given;
    if (given instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      type = generic.getActualTypeArguments()[0];
    } else if (given instanceof Class<?> plain) {
      type = PRIMITIVE_OPTIONALS.getOrDefault(plain, plain);
    }
    boolean optional = !type.equals(given) || options.omitEmpty();
    String name = component.getName() + (type == Duration.class ? "Seconds" : "");
    return new Field(
        accessor, Naming.KEBAB.member(name), Naming.SNAKE.member(name), type, optional, options);
  }

  /** What an optional has; any other value itself. */
  private static @Nullable Object present(@Nullable Object value) {
    return switch (value) {
      case Optional<?> some -> some.orElse(null);
      case OptionalInt some -> some.isPresent() ? some.getAsInt() : null;
      case OptionalLong some -> some.isPresent() ? some.getAsLong() : null;
      case OptionalDouble some -> some.isPresent() ? some.getAsDouble() : null;
      case null -> null;
      default -> value;
    };
  }

  /** Gives the annotation's defaults an instance. */
  private record Defaults(@JsonField boolean component) {
    static final JsonField OPTIONS =
        Defaults.class.getRecordComponents()[0].getAnnotation(JsonField.class);
  }
}
