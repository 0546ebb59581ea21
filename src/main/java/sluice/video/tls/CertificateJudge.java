package sluice.video.tls;

import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.TlsTrust;

/** Judges the certificate of one server, and remembers it and why it was refused. Thread-safe. */
final class CertificateJudge extends X509ExtendedTrustManager {
  private final TlsTrust trust;
  private final String host;
  private final @Nullable X509ExtendedTrustManager authorities;
  private final boolean isSource;
  private volatile @Nullable CertificateFingerprint shown;
  private volatile @Nullable String refusal;

  private CertificateJudge(
      TlsTrust trust,
      String host,
      @Nullable X509ExtendedTrustManager authorities,
      boolean isSource) {
    this.trust = trust;
    this.host = host;
    this.isSource = isSource;
    this.authorities = authorities;
  }

  /**
   * A judge for one connection to a source.
   *
   * @param host the server as its address names it
   * @throws sluice.core.SluiceException for files of authorities that can't be used
   */
  static CertificateJudge of(TlsTrust trust, String host) {
    return new CertificateJudge(
        trust,
        host,
        trust.isByAuthority() ? Authorities.of(SystemAuthorities.bundle(), trust.caFile()) : null,
        true);
  }

  /**
   * A judge for the connections to another server, by authorities alone.
   *
   * @param caFile PEM file of authorities beside the system's
   * @param host the server as its address names it
   * @throws sluice.core.SluiceException for files of authorities that can't be used
   */
  static CertificateJudge ofServer(Optional<Path> caFile, String host) {
    return new CertificateJudge(
        new TlsTrust(TlsTrust.Mode.VERIFY, Optional.empty(), caFile),
        host,
        Authorities.of(SystemAuthorities.bundle(), caFile),
        false);
  }

  /** The fingerprint of the certificate that the server showed; null before. */
  @Nullable CertificateFingerprint shown() {
    return shown;
  }

  /** Why the certificate was refused; null where it wasn't. */
  @Nullable String refusal() {
    return refusal;
  }

  /** The check of a chain with the server's name, which the connection knows. */
  private interface NamedCheck {
    void run(X509ExtendedTrustManager known) throws CertificateException;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain, type, known -> known.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain, type, known -> known.checkServerTrusted(chain, type, engine));
  }

  private void check(X509Certificate[] chain, String type, NamedCheck named)
      throws CertificateException {
    X509Certificate own = chain[0];
    CertificateFingerprint fingerprint = fingerprint(own);
    shown = fingerprint;
    CertificateWords words = new CertificateWords(own, fingerprint, isSource);
    Optional<CertificateFingerprint> pinned = trust.fingerprint();
    if (pinned.isPresent() && !pinned.get().equals(fingerprint)) {
      throw refuse(words.notPinned(pinned.get()), null);
    }
    if (authorities != null) {
      checkByAuthority(authorities, chain, type, named, words);
    }
  }

  private void checkByAuthority(
      X509ExtendedTrustManager known,
      X509Certificate[] chain,
      String type,
      NamedCheck named,
      CertificateWords words)
      throws CertificateException {
    X509Certificate own = chain[0];
    try {
      known.checkServerTrusted(chain, type);
      own.checkValidity(); // one that is trusted itself would pass without
    } catch (CertificateException e) {
      throw refuse(path(words, own, e), e);
    }
    try {
      named.run(known);
    } catch (CertificateException e) {
      throw refuse(pathReason(e) == null ? words.otherName(host) : words.unusable(e), e);
    }
  }

  private static String path(CertificateWords words, X509Certificate own, CertificateException e) {
    try {
      own.checkValidity();
    } catch (CertificateExpiredException expired) {
      return words.expired();
    } catch (CertificateNotYetValidException early) {
      return words.notYetValid();
    }
    CertPathValidatorException.@Nullable Reason reason = pathReason(e);
    if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
      return words.staleIssuer();
    }
    return reason == null || reason == BasicReason.UNSPECIFIED
        ? words.unknownAuthority()
        : words.unusable(e);
  }

  private static CertPathValidatorException.@Nullable Reason pathReason(CertificateException e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof CertPathValidatorException path) {
        return path.getReason();
      }
    }
    return null;
  }

  private static CertificateFingerprint fingerprint(X509Certificate certificate)
      throws CertificateEncodingException {
    return CertificateFingerprint.of(certificate.getEncoded());
  }

  private CertificateException refuse(String why, @Nullable CertificateException cause) {
    refusal = why;
    return new CertificateException(why, cause);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {
    throw noConnection();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {
    throw noConnection();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
    throw noConnection();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    throw noConnection();
  }

  private static UnsupportedOperationException noConnection() {
    return new UnsupportedOperationException("judges servers of connections only");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
