package sluice.catalog.fetch;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proxy authenticator: takes the credentials from the proxy's address, {@code user:password@}. A
 * proxy that tunnels gets them where {@code jdk.http.auth.tunneling.disabledSchemes} is empty,
 * which Java reads with the process's first HTTP client; so the launcher sets it.
 */
final class ProxyLogin extends Authenticator {
  private final Proxies proxies;

  /** Answers for the proxies of a selector. */
  ProxyLogin(Proxies proxies) {
    this.proxies = proxies;
  }

  @Override
  protected @Nullable PasswordAuthentication getPasswordAuthentication() {
    if (getRequestorType() != RequestorType.PROXY) {
      return null;
    }
    return proxies
        .proxy(URI.create(getRequestingURL().getProtocol() + "://" + getRequestingURL().getHost()))
        .filter(proxy -> proxy.getHost().equals(getRequestingHost()))
        .flatMap(proxy -> Optional.ofNullable(proxy.getRawUserInfo()))
        .map(ProxyLogin::login)
        .orElse(null);
  }

  private static PasswordAuthentication login(String userInfo) {
    String[] parts = userInfo.split(":", 2);
    String password = parts.length < 2 ? "" : decoded(parts[1]);
    return new PasswordAuthentication(decoded(parts[0]), password.toCharArray());
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
