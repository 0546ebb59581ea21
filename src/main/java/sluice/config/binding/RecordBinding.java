package sluice.config.binding;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reflection on a record: makes it by its canonical constructor, and reads its components. That
 * every component has a value of its type is checked once, when the binding is built. Thread-safe.
 *
 * @param <R> the record
 */
final class RecordBinding<R> {
  private final Constructor<R> constructor;
  private final List<ComponentValue> values;
  private final Map<String, Method> accessors;

  private RecordBinding(
      Constructor<R> constructor, List<ComponentValue> values, Map<String, Method> accessors) {
    this.constructor = constructor;
    this.values = values;
    this.accessors = accessors;
  }

  /** Where the value of a component comes from. */
  interface ComponentValue {
    /** The type of the value. */
    JavaType type();

    /** What gives the value, for messages. */
    String description();

    /**
     * The value.
     *
     * @param name of the object that is read
     * @param values of the group's settings
     */
    Object of(String name, SettingValues values);
  }

  /**
   * Binds a record.
   *
   * @param values by component
   * @throws IllegalArgumentException when a component has no value or one of another type, a value
   *     has no component, or the record isn't public
   */
  static <R> RecordBinding<R> of(Class<R> type, Map<String, ComponentValue> values) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException(type.getName() + " is no record");
    }
    Map<String, Method> accessors = new HashMap<>();
    List<ComponentValue> inOrder = new ArrayList<>();
    for (RecordComponent component : components) {
      inOrder.add(valueOf(component, values));
      accessors.put(component.getName(), component.getAccessor());
    }
    values.forEach(
        (name, value) -> {
          if (!accessors.containsKey(name)) {
            throw new IllegalArgumentException(
                "%s has no component %s for %s"
                    .formatted(type.getSimpleName(), name, value.description()));
          }
        });
    return new RecordBinding<>(constructor(type, components), List.copyOf(inOrder), accessors);
  }

  private static ComponentValue valueOf(
      RecordComponent component, Map<String, ComponentValue> values) {
    ComponentValue value = values.get(component.getName());
    String name = component.getDeclaringRecord().getSimpleName() + "." + component.getName();
    if (value == null) {
      throw new IllegalArgumentException(name + " has neither a setting nor a constant");
    }
    JavaType type = JavaType.of(component.getGenericType());
    if (!type.equals(value.type())) {
      throw new IllegalArgumentException(
          "%s is of type %s, and %s of %s"
              .formatted(name, type, value.description(), value.type()));
    }
    return value;
  }

  private static <R> Constructor<R> constructor(Class<R> type, RecordComponent[] components) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      if (!constructor.canAccess(null)) {
        throw new IllegalArgumentException(type.getName() + " is not public");
      }
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record without canonical constructor", e);
    }
  }

  /**
   * Makes a record.
   *
   * @throws RuntimeException what the record's constructor throws
   */
  R make(String name, SettingValues from) {
    Object[] arguments = values.stream().map(value -> value.of(name, from)).toArray();
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw unchecked(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constructor + " can't be called", e);
    }
  }

  /** The value of a component. */
  Object read(R from, String component) {
    Method accessor = Objects.requireNonNull(accessors.get(component), component);
    try {
      return Objects.requireNonNull(accessor.invoke(from), component);
    } catch (InvocationTargetException e) {
      throw unchecked(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(accessor + " can't be called", e);
    }
  }

  private static RuntimeException unchecked(InvocationTargetException e) {
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("a record failed", e);
  }
}
