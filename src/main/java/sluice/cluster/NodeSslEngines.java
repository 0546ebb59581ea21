package sluice.cluster;

import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import sluice.core.Failures;
import sluice.core.util.TlsRenegotiation;

/**
 * TLS between nodes: Pekko's, with keys that are read again when they changed, and a line in the
 * log for each connection that is refused, not more than one a minute of the same. Made by Pekko,
 * by its name in {@link ClusterSystemConfig}.
 */
public final class NodeSslEngines implements SSLEngineProvider {
  private static final Logger LOG = LoggerFactory.getLogger(NodeSslEngines.class);

  static {
    TlsRenegotiation.refuse(); // a node uses TLS before its HTTP server does
  }

  private final RotatingKeysSSLEngineProvider engines;
  private final RepeatLimit repeats = new RepeatLimit(System::nanoTime);

  /** The constructor that Pekko looks for. */
  public NodeSslEngines(ActorSystem system) {
    engines = new RotatingKeysSSLEngineProvider(system);
  }

  @Override
  public SSLEngine createServerSSLEngine(String hostname, int port) {
    return new WatchedSslEngine(
        engines.createServerSSLEngine(hostname, port),
        failure -> refused("a connection of another machine", failure));
  }

  @Override
  public SSLEngine createClientSSLEngine(String hostname, int port) {
    return new WatchedSslEngine(
        engines.createClientSSLEngine(hostname, port),
        failure -> refused("the connection to " + hostname + ":" + port, failure));
  }

  /**
   * For a connection of another node over HTTP: who shows no certificate of the authority, or one
   * with another subject, is refused by the handshake.
   */
  public SSLEngine httpServer() {
    return new VerifiedSslEngine(
        createServerSSLEngine("", 0), session -> verifyServerSession("", session));
  }

  /** For a connection over HTTP to another node, which has to show the same. */
  public SSLEngine httpClient(String host, int port) {
    return new VerifiedSslEngine(
        createClientSSLEngine(host, port), session -> verifyClientSession(host, session));
  }

  @Override
  public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
    return verified(
        "the connection to " + hostname, engines.verifyClientSession(hostname, session));
  }

  @Override
  public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
    return verified(
        "a connection of another machine", engines.verifyServerSession(hostname, session));
  }

  private Option<Throwable> verified(String what, Option<Throwable> wrong) {
    if (wrong.isDefined()) {
      say(what, "its certificate has another subject than this node's");
    }
    return wrong;
  }

  private void refused(String what, Exception failure) {
    say(what, reason(failure));
  }

  private void say(String what, String reason) {
    String line = "cluster: %s is refused: %s".formatted(what, reason);
    if (repeats.isDue(line)) {
      LOG.warn("{}", line);
    }
  }

  /** Java's words are for those who know TLS; those that an operator meets are said plainly. */
  static String reason(Exception failure) {
    String said = String.valueOf(failure.getMessage());
    String low = said.toLowerCase(Locale.ROOT);
    Optional<String> known = Optional.empty();
    if (low.contains("empty") && low.contains("certificate chain")) {
      known = Optional.of("it shows no certificate");
    } else if (low.contains("unsupported or unrecognized ssl message")
        || low.contains("plaintext connection")) {
      known = Optional.of("it does not speak TLS");
    } else if (low.contains("fatal alert")) {
      known = Optional.of("the other side does not take this node's certificate (" + said + ")");
    } else if (low.contains("pkix") || low.contains("certificate")) {
      known =
          Optional.of(
              "its certificate is not signed by the authority of sluice.cluster.tls.authorities, or"
                  + " not valid now");
    }
    return known.orElseGet(() -> Failures.reason(failure));
  }
}
