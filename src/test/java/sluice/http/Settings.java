package sluice.http;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import sluice.config.HttpConfig;
import sluice.config.Secret;

/** Settings of an HTTP server on a free port, to be changed by a test. */
final class Settings {
  static final String TOKEN = "marked-token-0123456789";

  private String bind = "127.0.0.1";
  private Optional<Secret> token = Optional.empty();
  private Optional<HttpConfig.Tls> tls = Optional.empty();
  private boolean behindProxy;
  private Set<String> hosts = Set.of();
  private long maxBody = 64 << 10;
  private int watchers = 4;
  private int liveClients = 4;
  private Duration idleTimeout = Duration.ofSeconds(30);
  private int rate = 10_000;
  private int failedLogins = 3;

  private Settings() {}

  static Settings http() {
    return new Settings();
  }

  Settings bind(String value) {
    bind = value;
    return this;
  }

  Settings withToken() {
    token = Optional.of(new Secret(TOKEN));
    return this;
  }

  Settings tls(HttpConfig.Tls value) {
    tls = Optional.of(value);
    return this;
  }

  Settings behindProxy() {
    behindProxy = true;
    return this;
  }

  Settings hosts(Set<String> value) {
    hosts = value;
    return this;
  }

  Settings maxBody(long value) {
    maxBody = value;
    return this;
  }

  Settings watchers(int value) {
    watchers = value;
    return this;
  }

  Settings liveClients(int value) {
    liveClients = value;
    return this;
  }

  Settings idleTimeout(Duration value) {
    idleTimeout = value;
    return this;
  }

  Settings rate(int value) {
    rate = value;
    return this;
  }

  Settings failedLogins(int value) {
    failedLogins = value;
    return this;
  }

  HttpConfig build() {
    return new HttpConfig(
        bind,
        0,
        token,
        tls,
        behindProxy,
        hosts,
        50,
        new HttpConfig.Limits(
            maxBody,
            64,
            watchers,
            liveClients,
            3,
            rate,
            failedLogins,
            Duration.ofSeconds(10),
            idleTimeout));
  }
}
