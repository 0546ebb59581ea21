package sluice.config.binding;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A secret, such as a token: only {@link #reveal} gives the text; find its uses to see where. */
public final class Secret {
  private final String value;

  /** Keeps a secret. */
  public Secret(String value) {
    this.value = value;
  }

  /** The text itself. Not for logs, messages, answers or metrics. */
  public String reveal() {
    return value;
  }

  /**
   * Whether a text is this secret, in constant time, which doesn't reveal how much of it is right.
   */
  public boolean matches(String text) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && matches(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Three stars, whatever the secret is. */
  @Override
  public String toString() {
    return "***";
  }
}
