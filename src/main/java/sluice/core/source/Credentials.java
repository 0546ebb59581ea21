package sluice.core.source;

/**
 * User and password, as they are: nothing is percent-encoded.
 *
 * @param user may be empty
 * @param password a secret; may be empty
 */
public record Credentials(String user, String password) {

  /** Without the secret. */
  @Override
  public String toString() {
    return "Credentials[***]";
  }
}
