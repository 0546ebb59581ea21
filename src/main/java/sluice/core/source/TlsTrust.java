package sluice.core.source;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is required of the certificate of a server that a source is behind.
 *
 * @param mode whether it is checked at all
 * @param fingerprint of the one certificate that is taken, whatever its name, issuer and dates say;
 *     absent: any certificate for the server's name by a trusted authority
 * @param caFile PEM file of certificates whose authorities are trusted beside the system's; absent:
 *     the system's alone. Read when a connection is made
 */
public record TlsTrust(
    Mode mode, Optional<CertificateFingerprint> fingerprint, Optional<Path> caFile) {

  /** Whether certificates are checked. */
  public enum Mode {
    /** The certificate has to be the pinned one, or by a trusted authority for the name. */
    VERIFY,
    /** Any certificate is taken: whoever is on the way can read and change what comes. */
    INSECURE
  }

  /** The system's authorities, and nothing else. */
  public static final TlsTrust SYSTEM =
      new TlsTrust(Mode.VERIFY, Optional.empty(), Optional.empty());

  /**
   * Checks that it doesn't contradict itself.
   *
   * @throws IllegalArgumentException for a fingerprint that {@link Mode#INSECURE} would not look at
   */
  public TlsTrust {
    if (mode == Mode.INSECURE && fingerprint.isPresent()) {
      throw new IllegalArgumentException("a fingerprint to check, and no check at all");
    }
  }

  /** Whether authorities and the server's name decide, and not one certificate or nothing. */
  public boolean isByAuthority() {
    return mode == Mode.VERIFY && fingerprint.isEmpty();
  }

  /** Whether any certificate is taken. */
  public boolean isInsecure() {
    return mode == Mode.INSECURE;
  }
}
