package sluice.config.binding;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of settings, as they were read; a setting that was refused has none. */
public final class SettingValues {
  private final Map<Setting<?>, Object> values = new LinkedHashMap<>();
  private final Set<Setting<?>> refused = new HashSet<>();

  <T> void put(Setting<T> setting, @Nullable T value) {
    if (value == null) {
      refused.add(setting);
    } else {
      values.put(setting, value);
    }
  }

  /** Whether a value was given that can't be used, which has been reported. */
  boolean wasRefused(Setting<?> setting) {
    return refused.contains(setting);
  }

  /** Whether there is a value of a setting. */
  public boolean has(Setting<?> setting) {
    return values.containsKey(setting);
  }

  /**
   * The value of a setting.
   *
   * @throws IllegalStateException when none was read
   */
  @SuppressWarnings("unchecked") // put only takes what fits
  public <T> T get(Setting<T> setting) {
    Object value = values.get(setting);
    if (value == null) {
      throw new IllegalStateException(setting.key() + " was not read");
    }
    return (T) value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SettingValues that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
