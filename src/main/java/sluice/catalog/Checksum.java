package sluice.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Checksum (digest) of a file.
 *
 * @param algorithm how it is made
 * @param hex the sum, in lower-case hexadecimal digits
 */
public record Checksum(Algorithm algorithm, String hex) {

  /** How a sum is made. */
  public enum Algorithm {
    /** What Open Model Zoo publishes. */
    SHA384("SHA-384"),
    /** What most others publish. */
    SHA256("SHA-256");

    private final String word;

    Algorithm(String word) {
      this.word = word;
    }

    /** As Java and the standard call it: {@code SHA-384}. */
    public String wireName() {
      return word;
    }
  }

  /**
   * Sums up a file.
   *
   * @throws IOException when it can't be read
   */
  public static Checksum of(Path file, Algorithm algorithm) throws IOException {
    MessageDigest digest = digest(algorithm);
    try (InputStream in = Files.newInputStream(file);
        var sum = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(sum);
    }
    return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest digest(Algorithm algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.wireName());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm.wireName(), e);
    }
  }

  /** {@code SHA-384 0f3a…}, all digits. */
  @Override
  public String toString() {
    return algorithm.wireName() + " " + hex;
  }
}
