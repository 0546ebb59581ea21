package sluice.core.source;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-256 fingerprint of a certificate: the hash of its DER form, by which one certificate is
 * told from all others.
 *
 * @param digits 64 hexadecimal digits, in upper case
 */
public record CertificateFingerprint(String digits) {
  /** What {@link #parse} takes, for messages. */
  public static final String EXPECTED =
      "a SHA-256 fingerprint: 64 hexadecimal digits, with colons between each two or without";

  private static final Pattern PLAIN = Pattern.compile("[0-9A-F]{64}");
  private static final Pattern COLONS = Pattern.compile("[0-9A-F]{2}(?::[0-9A-F]{2}){31}");

  /**
   * Checks its digits.
   *
   * @throws IllegalArgumentException for other text than 64 hexadecimal digits in upper case
   */
  public CertificateFingerprint {
    if (!PLAIN.matcher(digits).matches()) {
      throw new IllegalArgumentException(EXPECTED);
    }
  }

  /**
   * Reads 64 hexadecimal digits of any case, with colons between each two or without; absent for
   * other text.
   */
  public static Optional<CertificateFingerprint> parse(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    if (COLONS.matcher(upper).matches()) {
      upper = upper.replace(":", "");
    }
    return PLAIN.matcher(upper).matches()
        ? Optional.of(new CertificateFingerprint(upper))
        : Optional.empty();
  }

  /**
   * The fingerprint of a certificate.
   *
   * @param der the certificate, encoded
   */
  public static CertificateFingerprint of(byte[] der) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(der);
      return new CertificateFingerprint(HexFormat.of().withUpperCase().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }

  /** As certificates are mostly shown: colons between each two digits. */
  @Override
  public String toString() {
    return digits.replaceAll("..(?!$)", "$0:");
  }
}
