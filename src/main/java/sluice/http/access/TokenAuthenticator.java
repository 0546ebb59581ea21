package sluice.http.access;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.config.settings.AccessToken;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.Right;
import sluice.config.settings.TokenHash;

/**
 * Token authenticator: accepts a token as a Bearer token, or as the password of Basic with any user
 * name. One that is known is always accepted: who shares an address with an attacker, as behind a
 * proxy, must not be locked out by him. Wrong ones are rate limited for each client address. Tokens
 * are compared by their hashes, each with all, in constant time. Thread-safe.
 */
final class TokenAuthenticator {
  private static final double MINUTE = 60;
  private static final Grant EVERYBODY = new Grant(Optional.empty(), Right.ADMIN);

  private final List<Known> main;
  private final RateLimiter attempts;
  private volatile List<Known> others;
  private volatile boolean wanted;

  private record Known(TokenHash hash, Grant grant) {}

  /**
   * What a client got.
   *
   * @param name of its token; absent where none is wanted
   * @param right what it may do
   */
  record Grant(Optional<String> name, Right right) {}

  /** Outcome of checking a request's credentials. */
  sealed interface Outcome {
    /** The client may go on. */
    record In(Grant grant) implements Outcome {}

    /** There are none. */
    record Missing() implements Outcome {}

    /** They are wrong. */
    record Wrong() implements Outcome {}

    /** It is wrong, and too many of this client were. */
    record Limited() implements Outcome {}
  }

  TokenAuthenticator(HttpConfig config, LongSupplier nanoClock) {
    this.main =
        config.token().stream()
            .map(secret -> known(HttpConfig.TOKEN_NAME, TokenHash.of(secret.reveal()), Right.ADMIN))
            .toList();
    this.others = known(config.tokens());
    this.wanted = config.wantsToken();
    this.attempts = new RateLimiter(config.limits().failedLogins(), MINUTE, nanoClock);
  }

  /**
   * Lets other tokens in than before, besides that of {@code http.token}. Where one was wanted
   * once, one is wanted on, if there is none any more: nothing that is read again opens a server.
   */
  void take(Map<String, AccessToken> tokens) {
    others = known(tokens);
    wanted = wanted || !tokens.isEmpty();
  }

  private static List<Known> known(Map<String, AccessToken> tokens) {
    List<Known> result = new ArrayList<>();
    tokens.forEach((name, token) -> result.add(known(name, token.known(), token.right())));
    return List.copyOf(result);
  }

  private static Known known(String name, TokenHash hash, Right right) {
    return new Known(hash, new Grant(Optional.of(name), right));
  }

  /** Checks the value of an {@code Authorization} header. */
  Outcome check(Optional<String> authorization, InetAddress client) {
    if (!wanted) {
      return new Outcome.In(EVERYBODY);
    }
    if (authorization.isEmpty()) {
      return new Outcome.Missing();
    }
    Optional<Grant> grant = authorization.flatMap(TokenAuthenticator::given).flatMap(this::grant);
    if (grant.isPresent()) {
      return new Outcome.In(grant.get());
    }
    return attempts.take(client) ? new Outcome.Wrong() : new Outcome.Limited();
  }

  /** A short token is none of those that may be known by their hash alone, whatever that is. */
  private Optional<Grant> grant(String token) {
    TokenHash hash = TokenHash.of(token);
    Grant found = find(main, hash);
    if (token.length() >= TokenHash.SHORTEST) {
      Grant other = find(others, hash);
      found = found == null ? other : found;
    }
    return Optional.ofNullable(found);
  }

  private static @Nullable Grant find(List<Known> all, TokenHash hash) {
    Grant found = null;
    for (Known each : all) {
      if (each.hash().equals(hash)) {
        found = each.grant();
      }
    }
    return found;
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
