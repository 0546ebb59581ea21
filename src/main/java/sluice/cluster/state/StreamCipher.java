package sluice.cluster.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals the settings of streams, for they hold passwords: with AES-256-GCM, for one stream and one
 * version of it, so that no other can be put in its place. Thread-safe.
 */
final class StreamCipher {
  /** Leaves texts as they are. */
  static final StreamCipher NONE = new StreamCipher(null);

  /** Begins what is sealed; JSON doesn't begin so. */
  private static final String SEALED = "gcm:";

  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final @Nullable SecretKey key;
  private final SecureRandom random = new SecureRandom();

  private StreamCipher(@Nullable SecretKey key) {
    this.key = key;
  }

  static StreamCipher of(Optional<ClusterKey> key) {
    return key.map(present -> new StreamCipher(present.derive("streams", "AES"))).orElse(NONE);
  }

  /** Seals a text; leaves it as it is without a key. */
  String seal(String id, long version, String text) {
    SecretKey present = key;
    if (present == null) {
      return text;
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(present, Cipher.ENCRYPT_MODE, nonce, id, version)
              .doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] all = ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
      return SEALED + Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /**
   * The text of what was sealed for the stream and version, or was never sealed.
   *
   * @return empty where it was sealed with another key, for another stream or version, or is
   *     damaged
   */
  Optional<String> open(String id, long version, String kept) {
    if (!kept.startsWith(SEALED)) {
      return Optional.of(kept);
    }
    SecretKey present = key;
    if (present == null) {
      return Optional.empty();
    }
    try {
      ByteBuffer all = ByteBuffer.wrap(Base64.getDecoder().decode(kept.substring(SEALED.length())));
      if (all.remaining() < NONCE_BYTES) {
        return Optional.empty();
      }
      byte[] nonce = new byte[NONCE_BYTES];
      all.get(nonce);
      byte[] sealed = new byte[all.remaining()];
      all.get(sealed);
      byte[] text = cipher(present, Cipher.DECRYPT_MODE, nonce, id, version).doFinal(sealed);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Cipher cipher(SecretKey key, int mode, byte[] nonce, String id, long version)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((version + " " + id).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
