package sluice.config.binding;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Type of a setting: how its values are validated, read, written and described.
 *
 * @param <T> what a value becomes
 */
public interface ValueType<T> {
  /** The type {@code T}, to find out whether a record's component can keep a value. */
  JavaType type();

  /**
   * Reads a value.
   *
   * @return null when it can't be used; the problem was reported to the node
   */
  @Nullable T read(ConfigNode node);

  /** What may stand there, for messages and the reference page: "a whole number from 1 to 64". */
  String expected();

  /**
   * The value as HOCON and JSON have it: text, number, boolean, list, map; null for what is absent.
   *
   * @param reveal whether secrets are written; else {@code ***}
   */
  @Nullable Object write(T value, boolean reveal);

  /** Whether {@code null} is a value, and not a request for the default. */
  default boolean takesNull() {
    return false;
  }

  /** JSON schema (draft 2020-12, as OpenAPI 3.1 uses it) of what {@link #write} gives. */
  Map<String, Object> schema();
}
