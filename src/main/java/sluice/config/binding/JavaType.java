package sluice.config.binding;

import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/**
 * A Java type with its type arguments, to compare the type of a setting's values with that of a
 * record's component. Primitive types are their wrappers.
 *
 * @param raw the class
 * @param arguments its type arguments; empty for a class that isn't generic
 */
public record JavaType(Class<?> raw, List<JavaType> arguments) {

  /** Replaces a primitive type, and keeps its own copy of the list. */
  public JavaType {
    raw = MethodType.methodType(raw).wrap().returnType();
    arguments = List.copyOf(arguments);
  }

  /** A class with type arguments. */
  public static JavaType of(Class<?> raw, JavaType... arguments) {
    return new JavaType(raw, List.of(arguments));
  }

  /**
   * A type that reflection gives.
   *
   * @throws IllegalArgumentException for wildcards, type variables and arrays of generic types
   */
  static JavaType of(Type type) {
    return switch (type) {
      case Class<?> raw -> of(raw, new JavaType[0]);
      case ParameterizedType generic ->
          of(
              (Class<?>) generic.getRawType(),
              Arrays.stream(generic.getActualTypeArguments())
                  .map(JavaType::of)
                  .toArray(JavaType[]::new));
      default -> throw new IllegalArgumentException(type + " can't be the type of a setting");
    };
  }

  /** As in the source, without packages. */
  @Override
  public String toString() {
    List<String> names = arguments.stream().map(JavaType::toString).toList();
    return raw.getSimpleName() + (names.isEmpty() ? "" : "<" + String.join(", ", names) + ">");
  }
}
