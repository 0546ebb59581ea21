package sluice.config.settings;

import sluice.config.binding.SettingValues;

/**
 * Defaults of the settings of streams, from the section {@code defaults}, for streams that are
 * added later. Two are equal when their values are.
 */
public final class StreamDefaults {
  private static final StreamDefaults NONE = new StreamDefaults(new SettingValues());

  private final SettingValues values;

  /** The defaults that a section gives, read but not yet completed. */
  public StreamDefaults(SettingValues values) {
    this.values = values;
  }

  /** Says nothing: each setting of a stream is at its own default. */
  public static StreamDefaults none() {
    return NONE;
  }

  /** What the section says. */
  public SettingValues values() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StreamDefaults defaults && values.equals(defaults.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "StreamDefaults" + (equals(NONE) ? "[]" : "[…]");
  }
}
