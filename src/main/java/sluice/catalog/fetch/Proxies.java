package sluice.catalog.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

/**
 * Proxy selector that follows curl's conventions: {@code HTTPS_PROXY} for https addresses, {@code
 * http_proxy} for http ones, {@code ALL_PROXY} for both, {@code NO_PROXY} for hosts to be asked
 * directly; in lower case too, which wins. Java's own properties ({@code https.proxyHost} and its
 * like) win over all of them.
 */
final class Proxies extends ProxySelector {

  private final Map<String, String> environment;
  private final ProxySelector jvm;

  /**
   * A selector.
   *
   * @param environment the process's variables
   * @param jvm asks Java's properties
   */
  Proxies(Map<String, String> environment, ProxySelector jvm) {
    this.environment = environment;
    this.jvm = jvm;
  }

  @Override
  public List<Proxy> select(URI address) {
    List<Proxy> configured = jvm.select(address);
    if (configured.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT)) {
      return configured;
    }
    return proxy(address)
        .filter(_ -> !isDirect(address))
        .map(proxy -> List.of(new Proxy(Proxy.Type.HTTP, socket(proxy))))
        .orElse(List.of(Proxy.NO_PROXY));
  }

  private static InetSocketAddress socket(URI proxy) {
    return InetSocketAddress.createUnresolved(proxy.getHost(), port(proxy));
  }

  private static int port(URI address) {
    int usual = "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    return address.getPort() < 0 ? usual : address.getPort();
  }

  /**
   * The proxy that the environment names for an address.
   *
   * @throws SluiceException of code USAGE when it names something else
   */
  Optional<URI> proxy(URI address) {
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    // Not HTTP_PROXY: where a web server starts a program, a caller's header gets that name.
    List<String> names =
        scheme.equals("https")
            ? List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
            : List.of("http_proxy", "all_proxy", "ALL_PROXY");
    for (String name : names) {
      String value = environment.getOrDefault(name, "").strip();
      if (!value.isEmpty()) {
        return Optional.of(parse(name, value));
      }
    }
    return Optional.empty();
  }

  private static URI parse(String name, String value) {
    try {
      URI proxy = new URI(value.contains("://") ? value : "http://" + value);
      if ("http".equalsIgnoreCase(proxy.getScheme()) && proxy.getHost() != null) {
        return proxy;
      }
    } catch (URISyntaxException e) {
      // Refused below, as another scheme is.
    }
    throw new SluiceException(
        ErrorCode.USAGE, "%s: %s (expected: http://HOST:PORT)".formatted(name, Redacted.of(value)));
  }

  private boolean isDirect(URI address) {
    String exceptions =
        environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
    String host = address.getHost().toLowerCase(Locale.ROOT);
    for (String exception : exceptions.split("[,\\s]+", -1)) {
      if (matches(exception.toLowerCase(Locale.ROOT), host, port(address))) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@code *}, {@code host}, {@code .domain} or {@code *.domain}; each may end in {@code :port}.
   */
  private static boolean matches(String exception, String host, int port) {
    String name = exception;
    int colon = exception.lastIndexOf(':');
    boolean literal = exception.startsWith("[") && exception.endsWith("]");
    if (colon > 0 && !literal && exception.substring(colon + 1).matches("\\d+")) {
      if (!exception.substring(colon + 1).equals(Integer.toString(port))) {
        return false;
      }
      name = exception.substring(0, colon);
    }
    if (name.equals("*")) {
      return true;
    }
    String domain = name.replaceFirst("^\\*?\\.", "");
    return !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
    // The client reports it to its caller.
  }
}
