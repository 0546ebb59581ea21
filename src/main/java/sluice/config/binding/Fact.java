package sluice.config.binding;

/**
 * Key of a fact: a value that is known while a configuration is read, and against which other
 * settings are validated, such as the names that may be referred to. Keys are compared by identity.
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
