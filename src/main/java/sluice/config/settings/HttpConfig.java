package sluice.config.settings;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.config.binding.Secret;
import sluice.core.util.IpLiteral;

/**
 * Settings of the HTTP server.
 *
 * @param bind address or name of the interface it listens on
 * @param port TCP port; 0 takes any free one
 * @param token what clients must send who may do everything
 * @param tokens further ones that let clients in, by name, in the order of the file; where there is
 *     neither, every client that reaches the port is accepted
 * @param tls certificate and key; absent: plain HTTP
 * @param behindProxy whether a proxy in front does TLS, and its {@code X-Forwarded-For} is believed
 * @param allowedHosts names, with or without port, that clients may call the server by in the
 *     {@code Host} header, besides the bound address and {@code localhost}
 * @param liveFps live pictures a second of one stream and width at most
 * @param limits what one client, and all together, may ask of the server
 */
public record HttpConfig(
    String bind,
    int port,
    Optional<Secret> token,
    Map<String, AccessToken> tokens,
    Optional<Tls> tls,
    boolean behindProxy,
    Set<String> allowedHosts,
    int liveFps,
    Limits limits) {

  /** What messages and the log call {@link #token}; none of {@link #tokens} has this name. */
  public static final String TOKEN_NAME = "token";

  /**
   * Whether an address to listen on is reached from this machine alone; names are not looked up.
   */
  public static boolean isLoopback(String bind) {
    return bind.equals("localhost")
        || IpLiteral.parse(bind).filter(InetAddress::isLoopbackAddress).isPresent();
  }

  /** Keeps its own copies of map and set. */
  public HttpConfig {
    tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
    allowedHosts = Collections.unmodifiableSet(new LinkedHashSet<>(allowedHosts));
  }

  /** Whether clients need a token. */
  public boolean wantsToken() {
    return token.isPresent() || !tokens.isEmpty();
  }

  /**
   * TLS certificate and key of the server.
   *
   * @param certificate PEM file, the server's certificate first, then those that vouch for it
   * @param key PEM file with the private key, PKCS #8, not encrypted
   */
  public record Tls(Path certificate, Path key) {}

  /**
   * Limits of what clients may ask for.
   *
   * @param maxBody bytes of a request's body
   * @param maxConnections open connections together
   * @param maxConnectionsPerAddress open connections of one client address
   * @param maxEventClients connections together that watch events
   * @param maxLiveClients connections together that watch live pictures
   * @param maxStreams streams together that can be added through the API
   * @param requestsPerSecond requests of one client address, on average; more are answered with 429
   * @param failedLogins wrong tokens of one client address in a minute; more are answered with 429
   * @param requestTimeout how long an answer may take
   * @param headerTimeout how long the header of a connection's first request may take to come
   * @param idleTimeout how long a connection may be silent, and wait for its next request
   */
  public record Limits(
      long maxBody,
      int maxConnections,
      int maxConnectionsPerAddress,
      int maxEventClients,
      int maxLiveClients,
      int maxStreams,
      int requestsPerSecond,
      int failedLogins,
      Duration requestTimeout,
      Duration headerTimeout,
      Duration idleTimeout) {}
}
