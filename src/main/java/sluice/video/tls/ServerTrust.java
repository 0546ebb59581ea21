package sluice.video.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.TlsTrust;

/**
 * TLS for clients that make their handshakes themselves, such as Java's of HTTP: certificates of
 * one server are checked by the system's authorities and those of a file. The client has to ask for
 * the check of the name ({@code HTTPS} as endpoint identification). Thread-safe.
 */
public final class ServerTrust {
  private final CertificateJudge judge;
  private final SSLContext context;

  private ServerTrust(CertificateJudge judge, SSLContext context) {
    this.judge = judge;
    this.context = context;
  }

  /**
   * Reads the authorities.
   *
   * @param caFile PEM file of certificates whose authorities are trusted beside the system's
   * @param host the server as its address names it
   * @throws sluice.core.SluiceException INPUT for a file that can't be used
   */
  public static ServerTrust of(Optional<Path> caFile, String host) {
    return of(CertificateJudge.ofServer(caFile, host));
  }

  /**
   * Takes one certificate, whatever its names, issuer and dates say, and no other.
   *
   * @param host the server as its address names it
   */
  public static ServerTrust pinned(CertificateFingerprint certificate, String host) {
    return of(
        CertificateJudge.of(
            new TlsTrust(TlsTrust.Mode.VERIFY, Optional.of(certificate), Optional.empty()), host));
  }

  private static ServerTrust of(CertificateJudge judge) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {judge}, null);
      return new ServerTrust(judge, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }

  /** What a client makes its connections with. */
  public SSLContext context() {
    return context;
  }

  /** What a client judges by that makes its context itself. */
  public TrustManager manager() {
    return judge;
  }

  /** Why the server's certificate was refused and what to do; absent where none was. */
  public Optional<String> refusal() {
    return Optional.ofNullable(judge.refusal());
  }
}
