package sluice.config.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-256 hash of a token, by which a file can name the token without giving it away. Without
 * salt and computed once: that keeps a token secret which was drawn at random, and no text that
 * people choose, so tokens that are known by their hash have {@link #SHORTEST} characters at least.
 */
public final class TokenHash {
  /** Characters that a token must have at least where its hash is enough to let it in. */
  public static final int SHORTEST = 32;

  /** What {@link #parse} takes, for messages. */
  public static final String EXPECTED =
      "sha256: and 64 hexadecimal digits, as `sluice token` prints it";

  private static final String PREFIX = "sha256:";
  private static final Pattern TEXT = Pattern.compile("sha256:[0-9a-fA-F]{64}");

  private final byte[] digest;

  private TokenHash(byte[] digest) {
    this.digest = digest;
  }

  /** The hash of a token. */
  public static TokenHash of(String token) {
    try {
      return new TokenHash(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }

  /** Reads {@code sha256:} and 64 hexadecimal digits of any case; absent for other text. */
  public static Optional<TokenHash> parse(String text) {
    return TEXT.matcher(text).matches()
        ? Optional.of(
            new TokenHash(
                HexFormat.of().parseHex(text.substring(PREFIX.length()).toLowerCase(Locale.ROOT))))
        : Optional.empty();
  }

  /** Whether it is the same, in constant time. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TokenHash hash && MessageDigest.isEqual(digest, hash.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  /** As it stands in a configuration. */
  @Override
  public String toString() {
    return PREFIX + HexFormat.of().formatHex(digest);
  }
}
