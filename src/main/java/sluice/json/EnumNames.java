package sluice.json;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The names of enum constants in JSON: what their public method {@code wireName()} says where the
 * enum has one, otherwise the constant's name in lower case with hyphens.
 */
final class EnumNames {
  private static final ClassValue<Map<?, String>> NAMES =
      new ClassValue<>() {
        @Override
        protected Map<?, String> computeValue(Class<?> type) {
          return read(type);
        }
      };

  private EnumNames() {}

  static String of(Enum<?> constant) {
    return String.valueOf(NAMES.get(constant.getDeclaringClass()).get(constant));
  }

  /** Of all constants, in their order. */
  static List<String> all(Class<?> type) {
    return new ArrayList<>(NAMES.get(type).values());
  }

  private static <E extends Enum<E>> Map<?, String> read(Class<?> type) {
    @SuppressWarnings("unchecked") // constants of an enum are of a type that extends Enum
    Class<E> known = (Class<E>) type;
    Map<E, String> result = new EnumMap<>(known);
    for (E constant : known.getEnumConstants()) {
      result.put(constant, name(known, constant));
    }
    return result;
  }

  private static <E extends Enum<E>> String name(Class<E> type, E constant) {
    try {
      Method method = type.getDeclaredMethod("wireName");
      method.setAccessible(true);
      return String.valueOf(method.invoke(constant));
    } catch (NoSuchMethodException e) {
      return Naming.kebab(constant);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + ".wireName()", e);
    }
  }
}
