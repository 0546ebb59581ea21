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
 * user name. The right one is always accepted: who shares an address with an attacker, as behind a
 * proxy, must not be locked out by him. Wrong ones are rate limited for each client address.
 * Thread-safe.
 */
final class TokenAuthenticator {
  private static final double MINUTE = 60;

  private final Optional<Secret> token;
  private final RateLimiter attempts;

  /** Outcome of checking a request's credentials. */
  enum Verdict {
    /** The client may go on. */
    IN,
    /** There are none. */
    MISSING,
    /** They are wrong. */
    WRONG,
    /** It is wrong, and too many of this client were. */
    LIMITED
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
    if (authorization.isEmpty()) {
      return Verdict.MISSING;
    }
    if (authorization.flatMap(TokenAuthenticator::given).filter(token.get()::matches).isPresent()) {
      return Verdict.IN;
    }
    return attempts.take(client) ? Verdict.WRONG : Verdict.LIMITED;
  }

  /** Seconds until another wrong token of a client is answered with more than a limit. */
  long secondsToNext(InetAddress client) {
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
