package sluice.http.access;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.config.settings.HttpConfig;

/**
 * Allowed hosts: the names by which clients may address the server. A page of an attacker whose
 * name is made to resolve to this machine (DNS rebinding) still sends the attacker's name; an
 * address it can't send, nor a listed name.
 */
final class AllowedHosts {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1");
  private static final Set<String> ANY = Set.of("0.0.0.0", "::");
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:\\[([0-9a-f:.]{2,45})\\]|([a-z0-9_.*-]{1,253}))(?::(\\d{1,5}))?");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*");
  private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#@]+)");

  private final HttpConfig config;

  AllowedHosts(HttpConfig config) {
    this.config = config;
  }

  /** Whether a {@code Host} header's value names this server. */
  boolean allowsHost(String host) {
    Matcher given = AUTHORITY.matcher(host.toLowerCase(Locale.ROOT));
    if (!given.matches()) {
      return false;
    }
    String name = name(given);
    String bind = config.bind().toLowerCase(Locale.ROOT);
    return LOCAL.contains(name)
        || name.equals(bind)
        || (ANY.contains(bind) && ADDRESS.matcher(name).matches())
        || isListed(name, given.group(3));
  }

  /**
   * Whether a page of this origin may change something.
   *
   * @param origin the {@code Origin} header's value
   * @param host the {@code Host} header's value, allowed
   */
  boolean allowsOrigin(String origin, String host) {
    Matcher parts = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
    if (!parts.matches() || (config.tls().isPresent() && !parts.group(1).equals("https"))) {
      return false;
    }
    String defaultPort = parts.group(1).equals("https") ? ":443" : ":80";
    String own = without(host.toLowerCase(Locale.ROOT), defaultPort);
    Matcher authority = AUTHORITY.matcher(parts.group(2));
    return without(parts.group(2), defaultPort).equals(own)
        || (authority.matches()
            && isListed(
                name(authority),
                Optional.ofNullable(authority.group(3)).orElse(defaultPort.substring(1))));
  }

  private boolean isListed(String name, @Nullable String port) {
    for (String entry : config.allowedHosts()) {
      Matcher allowed = AUTHORITY.matcher(entry.toLowerCase(Locale.ROOT));
      if (allowed.matches()
          && (allowed.group(3) == null || allowed.group(3).equals(port))
          && covers(name(allowed), name)) {
        return true;
      }
    }
    return false;
  }

  /** {@code *.example.com} covers what ends so, {@code *} everything. */
  private static boolean covers(String pattern, String name) {
    return pattern.startsWith("*")
        ? name.endsWith(pattern.substring(1)) && name.length() >= pattern.length()
        : name.equals(pattern);
  }

  private static String name(Matcher authority) {
    String address = authority.group(1);
    return address == null ? String.valueOf(authority.group(2)) : address;
  }

  private static String without(String text, String end) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }
}
