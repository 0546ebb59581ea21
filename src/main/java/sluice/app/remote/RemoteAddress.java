package sluice.app.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.util.Optional;
import sluice.app.page.PageAddress;
import sluice.config.settings.HttpConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.source.CertificateFingerprint;
import sluice.core.util.PemCertificates;

/**
 * Where a service is asked.
 *
 * @param base {@code http} or {@code https}, without a slash at its end, without credentials
 * @param pinned its certificate, which is taken whatever names it has; absent: one for the name in
 *     the address, by an authority
 * @param caFile PEM file of authorities that are trusted beside the system's
 * @param own whether it is known to be on this machine
 */
public record RemoteAddress(
    URI base, Optional<CertificateFingerprint> pinned, Optional<Path> caFile, boolean own) {
  /** Where a service is asked that has no configuration: as it is shipped. */
  public static final String USUAL = "http://127.0.0.1:8080";

  /** What {@link #parse} takes, for messages. */
  public static final String EXPECTED =
      "an address like http://127.0.0.1:8080 or https://gate:8443";

  /**
   * One that a user has given.
   *
   * @return empty for what is none
   */
  public static Optional<RemoteAddress> parse(String text, Optional<Path> caFile) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme();
      boolean usable =
          ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
              && uri.getHost() != null
              && uri.getPort() <= 65_535
              && uri.getUserInfo() == null
              && uri.getQuery() == null
              && uri.getFragment() == null;
      return usable
          ? Optional.of(
              new RemoteAddress(
                  withoutSlash(uri), Optional.empty(), caFile, isLoopback(uri.getHost())))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * That of the service of a configuration on this machine.
   *
   * @throws SluiceException USAGE where its port is any free one, INPUT where its certificate can't
   *     be read
   */
  public static RemoteAddress of(HttpConfig http) {
    if (http.port() == 0) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "http.port: 0, so the configuration doesn't say where the service listens (expected:"
              + " --url with the address in its log)");
    }
    return new RemoteAddress(
        withoutSlash(PageAddress.of(http, http.port())),
        http.tls().map(tls -> fingerprint(tls.certificate())),
        Optional.empty(),
        true);
  }

  private static CertificateFingerprint fingerprint(Path certificate) {
    try {
      return CertificateFingerprint.of(PemCertificates.read(certificate).getFirst().getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e); // it was decoded
    } catch (CertificateException e) {
      throw new SluiceException(
          ErrorCode.INPUT,
          "can't use the certificate %s: %s (expected: %s)"
              .formatted(certificate, e.getMessage(), PemCertificates.EXPECTED),
          e);
    }
  }

  private static URI withoutSlash(URI uri) {
    String text = uri.toString();
    return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
  }

  private static boolean isLoopback(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return HttpConfig.isLoopback(bare);
  }

  boolean isTls() {
    return "https".equalsIgnoreCase(base.getScheme());
  }

  @Override
  public String toString() {
    return base.toString();
  }
}
