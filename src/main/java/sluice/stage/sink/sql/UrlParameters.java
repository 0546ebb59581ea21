package sluice.stage.sink.sql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Parameters of PostgreSQL's addresses: those that may be given, and what they may be. */
final class UrlParameters {
  static final String TLS_MODE = "sslmode";
  static final String CERTIFICATE = "sslcert";
  static final String KEY = "sslkey";

  private static final int LONGEST = 1_000;

  private static final Map<String, Predicate<String>> ALLOWED =
      new TreeMap<>(
          Map.of(
              TLS_MODE,
              Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full")::contains,
              CERTIFICATE,
              value -> !value.isEmpty(),
              KEY,
              value -> !value.isEmpty(),
              "sslNegotiation",
              Set.of("postgres", "direct")::contains,
              "channelBinding",
              Set.of("disable", "prefer", "require")::contains,
              "currentSchema",
              value -> !value.isEmpty(),
              "targetServerType",
              Set.of("any", "primary")::contains));

  private static final Set<String> SECRET = Set.of("user", "password", "sslpassword");

  private UrlParameters() {}

  /** The names of those that may be given, sorted, with commas between. */
  static String names() {
    return String.join(", ", ALLOWED.keySet());
  }

  /**
   * Whether a query names a user or a password.
   *
   * @param query what stands behind the question mark
   */
  static boolean hasSecret(String query) {
    for (String each : query.split("&", -1)) {
      if (SECRET.contains(name(each))) {
        return true;
      }
    }
    return false;
  }

  /** The parameters of a query, decoded; null where one is unknown, unfit or there twice. */
  static @Nullable Map<String, String> parse(String query) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String each : query.split("&", -1)) {
      String name = name(each);
      Predicate<String> fits = ALLOWED.get(name);
      String value = decoded(each.substring(Math.min(each.length(), name.length() + 1)));
      if (fits == null || value == null || !fits.test(value) || all.put(name, value) != null) {
        return null;
      }
    }
    return all;
  }

  private static String name(String parameter) {
    int equals = parameter.indexOf('=');
    return equals < 0 ? parameter : parameter.substring(0, equals);
  }

  private static @Nullable String decoded(String text) {
    try {
      String value = URLDecoder.decode(text, StandardCharsets.UTF_8);
      boolean isLine = value.chars().noneMatch(Character::isISOControl);
      return value.length() <= LONGEST && isLine ? value : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
