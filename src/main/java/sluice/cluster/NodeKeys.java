package sluice.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import sluice.config.settings.ClusterConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;
import sluice.core.util.PemCertificates;

/** Looks at the files of TLS before the node starts: what is wrong would be a failure a second. */
final class NodeKeys {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private NodeKeys() {}

  /**
   * Checks that key, certificate and authority belong together.
   *
   * @throws SluiceException of code USAGE that says which file doesn't fit, and why
   */
  static void check(ClusterConfig.Tls tls) {
    RSAPrivateKey key = key(tls.key());
    X509Certificate certificate = first(tls.certificate(), "certificate");
    X509Certificate authority = first(tls.authorities(), "authorities");
    if (!(certificate.getPublicKey() instanceof RSAPublicKey open)
        || !open.getModulus().equals(key.getModulus())) {
      throw refused(
          "key", tls.key(), "not the key of " + tls.certificate(), "the key of the certificate");
    }
    try {
      certificate.verify(authority.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw refused(
          "certificate",
          tls.certificate(),
          "not signed by " + tls.authorities(),
          "a certificate that the first one of authorities signed itself");
    }
  }

  private static RSAPrivateKey key(Path file) {
    String expected = "an RSA key as PKCS #8 in PEM, not encrypted";
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      int begin = text.indexOf(BEGIN);
      int end = text.indexOf(END);
      if (begin < 0 || end < begin) {
        throw refused("key", file, "no such key in it", expected);
      }
      byte[] bytes = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
      return (RSAPrivateKey)
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (IOException e) {
      throw refused("key", file, FileFailure.reason(e), expected);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw refused("key", file, "another kind of key, or damaged", expected);
    }
  }

  private static X509Certificate first(Path file, String setting) {
    try {
      return PemCertificates.read(file).getFirst();
    } catch (CertificateException e) {
      throw refused(setting, file, String.valueOf(e.getMessage()), PemCertificates.EXPECTED);
    }
  }

  private static SluiceException refused(String setting, Path file, String found, String expected) {
    return new SluiceException(
        ErrorCode.USAGE,
        "sluice.cluster.tls.%s: %s: %s (expected: %s)".formatted(setting, file, found, expected));
  }
}
