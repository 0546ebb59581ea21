package sluice.video.proxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to log in that a server offers (RFC 9110, section 11.3).
 *
 * @param scheme such as {@code Digest}
 * @param parameters by their names in lower case, without quotes
 */
record AuthChallenge(String scheme, Map<String, String> parameters) {
  private static final Pattern SCHEME =
      Pattern.compile(
          "\\G[\\s,]*+([A-Za-z][A-Za-z0-9_-]*+)(?=\\s++[A-Za-z0-9_-]++\\s*+=|\\s*+(?:,|$))");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\G[\\s,]*+([A-Za-z0-9_-]++)\\s*+=\\s*+(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]*+))");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

  /** The challenges in the values of {@code WWW-Authenticate} fields; what is none ends a value. */
  static List<AuthChallenge> parse(List<String> values) {
    List<AuthChallenge> all = new ArrayList<>();
    values.forEach(value -> parse(value, all));
    return all;
  }

  private static void parse(String value, List<AuthChallenge> all) {
    Matcher scheme = SCHEME.matcher(value);
    Matcher parameter = PARAMETER.matcher(value);
    int at = 0;
    while (scheme.region(at, value.length()).lookingAt()) {
      Map<String, String> parameters = new LinkedHashMap<>();
      at = scheme.end();
      while (parameter.region(at, value.length()).lookingAt()) {
        String quoted = parameter.group(2);
        parameters.put(
            parameter.group(1).toLowerCase(Locale.ROOT),
            quoted == null ? parameter.group(3) : ESCAPED.matcher(quoted).replaceAll("$1"));
        at = parameter.end();
      }
      all.add(new AuthChallenge(scheme.group(1), parameters));
    }
  }

  /** A parameter; empty where it is missing. */
  String get(String name) {
    return parameters.getOrDefault(name, "");
  }

  boolean isBasic() {
    return scheme.equalsIgnoreCase("Basic");
  }

  boolean isDigest() {
    return scheme.equalsIgnoreCase("Digest");
  }

  /** Whether FFmpeg by itself can answer it: Basic, or Digest with MD5. */
  boolean isKnownToFfmpeg() {
    return isBasic() || hash().filter("MD5"::equals).isPresent();
  }

  /** The algorithm of Digest, in upper case. */
  String algorithm() {
    return get("algorithm").isEmpty() ? "MD5" : get("algorithm").toUpperCase(Locale.ROOT);
  }

  /** The hash function of Digest, as Java names it; absent where it can't be answered. */
  Optional<String> hash() {
    if (!isDigest() || !hasUsableQuality()) {
      return Optional.empty();
    }
    return switch (algorithm()) {
      case "MD5", "MD5-SESS" -> Optional.of("MD5");
      case "SHA-256", "SHA-256-SESS" -> Optional.of("SHA-256");
      case "SHA-512-256", "SHA-512-256-SESS" -> Optional.of("SHA-512/256");
      default -> Optional.empty();
    };
  }

  /** Whether only the request is protected, or as before RFC 2617 nothing is said. */
  private boolean hasUsableQuality() {
    return get("qop").isEmpty() || List.of(get("qop").split("[\\s,]+")).contains("auth");
  }

  /** For messages: the scheme, and of Digest the algorithm. */
  String name() {
    return isDigest() ? "Digest with " + algorithm() : scheme;
  }

  /** As it is written in a field. */
  String text() {
    StringBuilder text = new StringBuilder(scheme);
    String separator = " ";
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      boolean word = each.getKey().equals("algorithm") || each.getKey().equals("stale");
      text.append(separator)
          .append(each.getKey())
          .append('=')
          .append(word ? each.getValue() : quoted(each.getValue()));
      separator = ", ";
    }
    return text.toString();
  }

  /** A text as a quoted string. */
  static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
