package sluice.video.tls;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.core.source.CertificateFingerprint;

/**
 * No connection by TLS came about. The message is the reason for the user, in one line: what is
 * wrong and what to do, without the source's name, which the caller puts in front.
 */
public final class TlsFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String fingerprint;

  TlsFailure(String reason, @Nullable CertificateFingerprint fingerprint, Throwable cause) {
    super(reason, cause);
    this.fingerprint = fingerprint == null ? null : fingerprint.digits();
  }

  /** The fingerprint of the certificate that the server showed; absent where it showed none. */
  public Optional<CertificateFingerprint> fingerprint() {
    return Optional.ofNullable(fingerprint).map(CertificateFingerprint::new);
  }
}
