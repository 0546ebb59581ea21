package sluice.config.binding;

/**
 * The key of something that is known while a configuration is read and that other settings are
 * checked against, such as the names that may be referred to. Two keys are the same only if they
 * are one object.
 *
 * @param <T> the type of what is known
 */
public final class Fact<T> {
  private final Class<T> type;

  /** A new key. */
  public Fact(Class<T> type) {
    this.type = type;
  }

  Class<T> type() {
    return type;
  }
}
