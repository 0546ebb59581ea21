package sluice.cluster.state;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import sluice.config.binding.Secret;

/** The key that all nodes know; keys for single purposes are derived from it. Thread-safe. */
public final class ClusterKey {
  /** The text may be one that somebody made up. */
  private static final int ROUNDS = 200_000;

  private static final int BITS = 256;

  /** Nodes must come to the same key without having met. */
  private static final byte[] SALT = "sluice.cluster.state-key".getBytes(StandardCharsets.US_ASCII);

  private final SecretKey key;

  private ClusterKey(SecretKey key) {
    this.key = key;
  }

  /** Takes about a tenth of a second. */
  public static ClusterKey of(Secret secret) {
    try {
      PBEKeySpec text = new PBEKeySpec(secret.reveal().toCharArray(), SALT, ROUNDS, BITS);
      return new ClusterKey(
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2", e);
    }
  }

  /**
   * A key of 256 bits for one purpose, from which neither this nor those for others follow.
   *
   * @param algorithm that it is for, as {@code AES} or {@code HmacSHA256}
   */
  public SecretKey derive(String purpose, String algorithm) {
    try {
      HKDFParameterSpec parameters =
          HKDFParameterSpec.ofExtract()
              .addIKM(key)
              .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), BITS / Byte.SIZE);
      return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, parameters);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK from 25 on has HKDF", e);
    }
  }
}
