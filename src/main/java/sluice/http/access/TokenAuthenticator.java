package sluice.http.access;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import sluice.config.binding.Secret;
import sluice.config.settings.HttpConfig;

/**
 * Token authenticator: accepts the token as a Bearer token, or as the password of Basic with any
 * user name. Wrong ones are counted for each client address; a client that has used up the attempts
 * is not looked at for a while, whatever is sent. Thread-safe.
 */
final class TokenAuthenticator {
  private static final double MINUTE = 60;

  private final Optional<Secret> token;
  private final RateLimiter attempts;

  /** Outcome of checking a request's credentials. */
  enum Verdict {
    /** The client may go on. */
    IN,
    /** There are none, or they are wrong. */
    OUT,
    /** Too many were wrong. */
    LOCKED
  }

  TokenAuthenticator(HttpConfig config, LongSupplier nanoClock) {
    this.token = config.token();
    this.attempts = new RateLimiter(config.limits().failedLogins(), MINUTE, nanoClock);
  }

  /** Checks the value of an {@code Authorization} header. */
  Verdict check(Optional<String> authorization, InetAddress client) {
    if (token.isEmpty()) {
      return Verdict.IN;
    }
    if (!attempts.isLeft(client)) {
      return Verdict.LOCKED;
    }
    if (authorization.isEmpty()) {
      return Verdict.OUT;
    }
    if (authorization.flatMap(TokenAuthenticator::given).filter(token.get()::matches).isPresent()) {
      return Verdict.IN;
    }
    attempts.take(client);
    return Verdict.OUT;
  }

  /** Seconds until a locked out client may try again. */
  long secondsLocked(InetAddress client) {
    return attempts.secondsToNext(client);
  }

  private static Optional<String> given(String header) {
    int space = header.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    String value = header.substring(space + 1).strip();
    return switch (header.substring(0, space).toLowerCase(Locale.ROOT)) {
      case "bearer" -> Optional.of(value);
      case "basic" -> password(value);
      default -> Optional.empty();
    };
  }

  private static Optional<String> password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
