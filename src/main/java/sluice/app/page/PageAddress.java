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
