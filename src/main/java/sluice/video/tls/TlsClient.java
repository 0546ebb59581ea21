package sluice.video.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import sluice.core.SluiceException;
import sluice.core.source.TlsTrust;
import sluice.core.util.FileFailure;
import sluice.core.util.IpLiteral;
import sluice.core.util.MessageText;

/**
 * TLS 1.2 and 1.3 over sockets that are connected already, as a client. Each handshake is a whole
 * one, so that each certificate is checked. Thread-safe.
 */
public final class TlsClient {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** An alert of TLS 1.3, which comes after the handshake (RFC 8446, 6.2). */
  private static final String CERTIFICATE_REQUIRED = "certificate_required";

  private static final String CLIENT_WANTED =
      "the server wants a certificate of its clients, and Sluice has none; let the server do"
          + " without, and use user and password";

  private static final String NO_TLS =
      "what answers there does not speak TLS; check scheme and port of the address";

  private TlsClient() {}

  /**
   * Makes the handshake and checks the server's certificate. Blocks, at most as long as the limit;
   * closing {@code connected} from another thread ends it too.
   *
   * @param connected to the server; belongs to the result, which closes it; closed by a failure
   * @param host what the address names: a name, for which the server chooses its certificate (SNI)
   *     and which that must have, or an IP address in digits, without brackets, which it must have.
   *     Nothing is looked up
   * @param port the address's
   * @param trust what is required of the certificate
   * @param handshakeLimit most time for the handshake as a whole
   * @throws TlsFailure whatever goes wrong, with the reason for the user
   */
  public static SSLSocket secure(
      Socket connected, String host, int port, TlsTrust trust, Duration handshakeLimit)
      throws TlsFailure {
    try {
      return handshake(connected, host, port, trust, handshakeLimit);
    } catch (TlsFailure e) {
      try {
        connected.close();
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  /**
   * Why a connection that {@link #secure} made broke off, for the user: with TLS 1.3 a server that
   * wants a client's certificate says so only then.
   */
  public static String reason(IOException failure) {
    String said = failure.getMessage();
    if (said != null && said.contains(CERTIFICATE_REQUIRED)) {
      return CLIENT_WANTED;
    }
    return MessageText.oneLine(FileFailure.reason(failure));
  }

  private static SSLSocket handshake(
      Socket connected, String host, int port, TlsTrust trust, Duration limit) throws TlsFailure {
    CertificateJudge judge;
    try {
      judge = CertificateJudge.of(trust, host);
    } catch (SluiceException e) {
      throw new TlsFailure(String.valueOf(e.getMessage()), null, e);
    }
    ClientKeys keys = new ClientKeys();
    try (HandshakeLimit watch = new HandshakeLimit(connected, limit)) {
      try {
        SSLSocket socket =
            (SSLSocket)
                context(keys, judge).getSocketFactory().createSocket(connected, host, port, true);
        socket.setSSLParameters(parameters(socket.getSSLParameters(), host, trust));
        socket.startHandshake();
        if (!watch.isExpired()) {
          return socket;
        }
        throw new SSLException("late");
      } catch (IOException e) {
        throw new TlsFailure(
            watch.isExpired() ? late(limit) : reason(e, judge, keys), judge.shown(), e);
      }
    }
  }

  private static SSLContext context(ClientKeys keys, CertificateJudge judge) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {judge}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }

  private static SSLParameters parameters(SSLParameters all, String host, TlsTrust trust) {
    all.setProtocols(PROTOCOLS);
    all.setServerNames(serverName(host).map(List::of).orElse(List.of()));
    if (trust.isByAuthority()) {
      all.setEndpointIdentificationAlgorithm("HTTPS");
    }
    return all;
  }

  /** RFC 6066, 3: no addresses, and no dot at the end. */
  private static Optional<SNIServerName> serverName(String host) {
    if (IpLiteral.parse(host).isPresent()) {
      return Optional.empty();
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    try {
      return Optional.of(
          new SNIHostName(name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no name that could be sent; the check of the name refuses it
    }
  }

  private static String late(Duration limit) {
    return String.format(
        Locale.ROOT,
        "no TLS handshake within %.1f s; check scheme and port of the address, or allow it more"
            + " time",
        limit.toMillis() / 1000.0);
  }

  private static String reason(IOException failure, CertificateJudge judge, ClientKeys keys) {
    String refusal = judge.refusal();
    if (refusal != null) {
      return refusal;
    }
    if (keys.wanted()) {
      return CLIENT_WANTED;
    }
    boolean begun = judge.shown() != null;
    if (!begun && failure instanceof SSLException && !(failure instanceof SSLHandshakeException)) {
      return NO_TLS;
    }
    if (failure.getCause() instanceof EOFException) {
      return "it closed the connection in the TLS handshake; check scheme and port of the address";
    }
    return failure instanceof SSLException
        ? "TLS failed: "
            + MessageText.oneLine(FileFailure.reason(failure))
            + "; the server has to speak TLS 1.2 or 1.3"
        : "the connection broke off in the TLS handshake: " + FileFailure.reason(failure);
  }
}
