package sluice.app.page;

import java.net.URI;
import java.util.Set;
import sluice.config.settings.HttpConfig;

/** Address of a server's pages, for a browser on the same machine. */
public final class PageAddress {
  private static final Set<String> ANY = Set.of("0.0.0.0", "::");

  private PageAddress() {}

  /**
   * The address; never with a token.
   *
   * @param port where it really listens
   */
  public static URI of(HttpConfig config, int port) {
    return URI.create(base(config, port, ANY.contains(config.bind())) + "/");
  }

  /**
   * The address for links on other machines, without a slash at its end: by the first name that
   * clients may call the server by, where one is set; else as {@link #of} says.
   *
   * @param port where it really listens
   */
  public static String forLinks(HttpConfig config, int port) {
    return config.allowedHosts().stream()
        .findFirst()
        .map(name -> named(config, name, port))
        .orElseGet(() -> base(config, port, ANY.contains(config.bind())));
  }

  /** A proxy in front does TLS, on a port that isn't ours. */
  private static String named(HttpConfig config, String name, int port) {
    boolean isSecure = config.behindProxy() || config.tls().isPresent();
    boolean hasPort = config.behindProxy() || name.matches(".*:\\d{1,5}");
    return (isSecure ? "https" : "http") + "://" + name + (hasPort ? "" : ":" + port);
  }

  /** The address that is bound, as {@code http://127.0.0.1:8080}; for messages. */
  public static String bound(HttpConfig config, int port) {
    return base(config, port, false);
  }

  private static String base(HttpConfig config, int port, boolean anyInterface) {
    String scheme = config.tls().isPresent() ? "https" : "http";
    String bind = config.bind();
    String host = anyInterface ? "localhost" : bind.contains(":") ? "[" + bind + "]" : bind;
    return scheme + "://" + host + ":" + port;
  }
}
