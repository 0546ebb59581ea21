package sluice.video.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where this machine keeps the certificates of the authorities that it trusts. */
public final class SystemAuthorities {
  /** The variable of the environment that names the file, for all programs that use OpenSSL. */
  public static final String VARIABLE = "SSL_CERT_FILE";

  /** Debian and its kind, Fedora and its kind (twice), openSUSE, Alpine and BSD. */
  private static final List<Path> PLACES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private SystemAuthorities() {}

  /**
   * The bundle of this machine; absent where there is none, so that Java's own authorities count.
   */
  public static Optional<Path> bundle() {
    return bundle(System.getenv(), PLACES);
  }

  /** The file that the environment names, whether it exists or not; else the first that exists. */
  static Optional<Path> bundle(Map<String, String> environment, List<Path> places) {
    String named = environment.getOrDefault(VARIABLE, "");
    return named.isBlank()
        ? places.stream().filter(Files::isReadable).findFirst()
        : Optional.of(Path.of(named));
  }
}
