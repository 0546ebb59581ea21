package sluice.service;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import sluice.core.ProbeReport;
import sluice.core.TransportChoice;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;

/** The port that probes sources without processing them. Thread-safe. */
@FunctionalInterface
public interface SourceProbe {

  /**
   * What to look at.
   *
   * @param source its address, with user and password
   * @param tls whether the certificate of its server is checked
   * @param tlsFingerprint of the one certificate that is taken; absent: by authority
   * @param transport how the media of RTSP travels
   * @param fromApi whether a client of the API named it: files are bound by file-roots then
   */
  record Target(
      SourceAddress source,
      TlsTrust.Mode tls,
      Optional<CertificateFingerprint> tlsFingerprint,
      TransportChoice transport,
      boolean fromApi) {}

  /**
   * Opens a source within the rules of security, takes its first picture, and leaves it.
   *
   * @return fails with a {@link sluice.core.SluiceException} that says what is wrong with it
   */
  CompletionStage<ProbeReport> probe(Target target);
}
