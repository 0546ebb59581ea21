package sluice.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.pki.pem.DERPrivateKeyLoader;
import org.apache.pekko.pki.pem.PEMDecoder;
import org.apache.pekko.pki.pem.PEMLoadingException;
import org.jspecify.annotations.Nullable;
import sluice.config.settings.HttpConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;
import sluice.core.util.TlsRenegotiation;

/**
 * HTTPS from PEM files, which can be read again; TLS 1.2 and 1.3, without renegotiation that a
 * client asks for. Thread-safe.
 */
final class Tls {
  static {
    TlsRenegotiation.refuse();
  }

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final HttpConfig.Tls files;
  private volatile SSLContext context;

  private Tls(HttpConfig.Tls files) {
    this.files = files;
    this.context = read(files);
  }

  /**
   * Reads the files.
   *
   * @throws SluiceException with {@link ErrorCode#USAGE} when they can't be used
   */
  static Tls of(HttpConfig.Tls files) {
    return new Tls(files);
  }

  /**
   * Reads the files again, for connections from now on.
   *
   * @throws SluiceException as {@link #of}; the old ones stay in force then
   */
  void reload() {
    context = read(files);
  }

  private static SSLContext read(HttpConfig.Tls files) {
    Certificate[] chain = chain(files.certificate());
    return context(chain, key(files.key(), chain[0]), files);
  }

  /** For the server. */
  HttpsConnectionContext connections() {
    return ConnectionContext.httpsServer(
        () -> {
          SSLEngine engine = context.createSSLEngine();
          engine.setUseClientMode(false);
          engine.setEnabledProtocols(PROTOCOLS);
          return engine;
        });
  }

  private static Certificate[] chain(Path file) {
    try (InputStream text = Files.newInputStream(file)) {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(text)
              .toArray(Certificate[]::new);
      if (chain.length == 0) {
        throw unusable(file, "no certificate in it", "a PEM file of certificates", null);
      }
      return chain;
    } catch (IOException e) {
      throw unusable(file, FileFailure.reason(e), "a PEM file of certificates", e);
    } catch (GeneralSecurityException e) {
      throw unusable(file, "not to be read", "a PEM file of certificates", e);
    }
  }

  /** A key in PKCS #8 is of the certificate's algorithm; Pekko's own loader reads those of RSA. */
  private static PrivateKey key(Path file, Certificate certificate) {
    String expected =
        "a PEM file of the certificate's private key (PKCS #8, not encrypted: PRIVATE KEY)";
    try {
      PEMDecoder.DERData pem = PEMDecoder.decode(Files.readString(file));
      return pem.label().equals("PRIVATE KEY")
          ? KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(pem.bytes()))
          : DERPrivateKeyLoader.load(pem);
    } catch (IOException e) {
      throw unusable(file, FileFailure.reason(e), expected, e);
    } catch (GeneralSecurityException | PEMLoadingException | IllegalArgumentException e) {
      throw unusable(file, "not to be read", expected, null);
    }
  }

  private static SSLContext context(Certificate[] chain, PrivateKey key, HttpConfig.Tls files) {
    try {
      char[] password = {};
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, password);
      store.setKeyEntry("sluice", key, password, chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(
          files.key(), "doesn't fit " + files.certificate(), "the key of that certificate", e);
    }
  }

  private static SluiceException unusable(
      Path file, String what, String expected, @Nullable Throwable cause) {
    return new SluiceException(
        ErrorCode.USAGE, "can't use " + file + ": " + what + "; expected: " + expected, cause);
  }
}
