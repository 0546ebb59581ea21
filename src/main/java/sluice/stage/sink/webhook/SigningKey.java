package sluice.stage.sink.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sluice.config.binding.Secret;

/**
 * A key of Standard Webhooks 1.0.0, symmetric: signs a request by HMAC-SHA256 over {@code
 * ID.TIMESTAMP.BODY}. For one thread.
 */
final class SigningKey {
  /** {@code whsec_} and the base64 of 16 bytes or more; else any text, whose bytes are the key. */
  static final String FORM =
      "whsec_(?=[A-Za-z0-9+/]{22})(?:[A-Za-z0-9+/]{4})+"
          + "(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
          + "|(?!whsec_)[!-~]{16,512}";

  /** The same for messages. */
  static final String FORM_IN_WORDS =
      "16 to 512 visible ASCII characters, or whsec_ and the base64 of 16 bytes or more";

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "whsec_";

  private final Mac mac;

  /** A key that has the {@link #FORM}. */
  SigningKey(Secret secret) {
    String text = secret.reveal();
    byte[] key =
        text.startsWith(PREFIX)
            ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
            : text.getBytes(StandardCharsets.UTF_8);
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }

  /**
   * The signature as the header has it.
   *
   * @param id of the request
   * @param timestamp seconds since 1970
   */
  String sign(String id, long timestamp, byte[] body) {
    mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
  }
}
