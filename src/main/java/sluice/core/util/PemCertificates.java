package sluice.core.util;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads the certificates of a PEM file; text between them is passed over. */
public final class PemCertificates {
  /** What such a file has to be, for messages. */
  public static final String EXPECTED = "a PEM file with one or more certificates";

  private static final int MOST_BYTES = 16 << 20;
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";

  private PemCertificates() {}

  /**
   * All certificates of a file, at least one.
   *
   * @throws CertificateException for a file that can't be read, holds none, or one that is damaged:
   *     the reason in a few words, without the file's name
   */
  public static List<X509Certificate> read(Path file) throws CertificateException {
    List<X509Certificate> found = new ArrayList<>();
    for (String block : blocks(file)) {
      try {
        found.add(certificate(block));
      } catch (CertificateException | IllegalArgumentException e) {
        throw new CertificateException(
            "certificate " + (found.size() + 1) + " in it is damaged", e);
      }
    }
    if (found.isEmpty()) {
      throw new CertificateException("no certificate in it");
    }
    return List.copyOf(found);
  }

  /**
   * Those certificates of a file that can be read: a bundle of many authorities has some of kinds
   * that Java does not know.
   *
   * @throws CertificateException for a file that can't be read
   */
  public static List<X509Certificate> readKnown(Path file) throws CertificateException {
    List<X509Certificate> found = new ArrayList<>();
    for (String block : blocks(file)) {
      known(block).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  private static Optional<X509Certificate> known(String block) {
    try {
      return Optional.of(certificate(block));
    } catch (CertificateException | IllegalArgumentException e) {
      return Optional.empty(); // what can't be read isn't trusted
    }
  }

  private static List<String> blocks(Path file) throws CertificateException {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new CertificateException("over 16 MB");
      }
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new CertificateException(FileFailure.reason(e), e);
    }
    List<String> blocks = new ArrayList<>();
    int begin = text.indexOf(BEGIN);
    while (begin >= 0) {
      int start = begin + BEGIN.length();
      int end = text.indexOf(END, start);
      blocks.add(text.substring(start, end < 0 ? text.length() : end));
      begin = end < 0 ? -1 : text.indexOf(BEGIN, end);
    }
    return blocks;
  }

  private static X509Certificate certificate(String base64) throws CertificateException {
    byte[] der = Base64.getMimeDecoder().decode(base64);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
