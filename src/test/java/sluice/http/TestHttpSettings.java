package sluice.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.config.binding.Secret;
import sluice.config.settings.AccessToken;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.Right;
import sluice.config.settings.TokenHash;

/** Settings of an HTTP server on a free port, to be changed by a test. */
public final class TestHttpSettings {
  public static final String TOKEN = "marked-token-0123456789";

  private String bind = "127.0.0.1";
  private Optional<Secret> token = Optional.empty();
  private final Map<String, AccessToken> tokens = new LinkedHashMap<>();
  private Optional<HttpConfig.Tls> tls = Optional.empty();
  private boolean behindProxy;
  private Set<String> hosts = Set.of();
  private long maxBody = 64 << 10;
  private int watchers = 4;
  private int liveClients = 4;
  private Duration idleTimeout = Duration.ofSeconds(30);
  private int rate = 10_000;
  private int connectionsPerAddress = 64;
  private Duration requestTimeout = Duration.ofSeconds(10);
  private Duration headerTimeout = Duration.ofSeconds(10);
  private int failedLogins = 3;

  private TestHttpSettings() {}

  public static TestHttpSettings http() {
    return new TestHttpSettings();
  }

  public TestHttpSettings bind(String value) {
    bind = value;
    return this;
  }

  public TestHttpSettings withToken() {
    token = Optional.of(new Secret(TOKEN));
    return this;
  }

  /** Lets a token of a name in, {@link #token}, known by its hash. */
  public TestHttpSettings withToken(String name, Right right) {
    tokens.put(
        name, new AccessToken(Optional.empty(), Optional.of(TokenHash.of(token(name))), right));
    return this;
  }

  /** The token of a name. */
  public static String token(String name) {
    return "marked-" + name + "-" + "0123456789".repeat(4);
  }

  public TestHttpSettings tls(HttpConfig.Tls value) {
    tls = Optional.of(value);
    return this;
  }

  TestHttpSettings behindProxy() {
    behindProxy = true;
    return this;
  }

  public TestHttpSettings hosts(Set<String> value) {
    hosts = value;
    return this;
  }

  TestHttpSettings maxBody(long value) {
    maxBody = value;
    return this;
  }

  TestHttpSettings watchers(int value) {
    watchers = value;
    return this;
  }

  TestHttpSettings liveClients(int value) {
    liveClients = value;
    return this;
  }

  public TestHttpSettings idleTimeout(Duration value) {
    idleTimeout = value;
    return this;
  }

  TestHttpSettings connectionsPerAddress(int value) {
    connectionsPerAddress = value;
    return this;
  }

  TestHttpSettings headerTimeout(Duration value) {
    headerTimeout = value;
    return this;
  }

  TestHttpSettings requestTimeout(Duration value) {
    requestTimeout = value;
    return this;
  }

  TestHttpSettings rate(int value) {
    rate = value;
    return this;
  }

  public TestHttpSettings failedLogins(int value) {
    failedLogins = value;
    return this;
  }

  public HttpConfig build() {
    return new HttpConfig(
        bind,
        0,
        token,
        tokens,
        tls,
        behindProxy,
        hosts,
        50,
        new HttpConfig.Limits(
            maxBody,
            64,
            connectionsPerAddress,
            watchers,
            liveClients,
            3,
            rate,
            failedLogins,
            requestTimeout,
            headerTimeout,
            idleTimeout));
  }
}
