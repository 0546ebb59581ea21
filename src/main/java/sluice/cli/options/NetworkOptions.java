package sluice.cli.options;

import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.cli.terminal.OptionParsers;
import sluice.core.TransportChoice;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.TlsTrust;
import sluice.core.util.PemCertificates;

/** Options of sources on the network: their certificates, and how media travels. */
public final class NetworkOptions {
  private static final Map<String, TlsTrust.Mode> MODES =
      Map.of("verify", TlsTrust.Mode.VERIFY, "insecure", TlsTrust.Mode.INSECURE);

  private static final Map<String, TransportChoice> TRANSPORTS =
      Map.of("auto", TransportChoice.AUTO, "tcp", TransportChoice.TCP, "udp", TransportChoice.UDP);

  @Option(
      names = "--tls",
      paramLabel = "HOW",
      defaultValue = "verify",
      description = {
        "verify: check the certificate of an rtsps or https address (default); insecure: take any,"
            + " so that whoever is on the way can read and change what comes."
      })
  String tls = "";

  @Option(
      names = "--tls-fingerprint",
      paramLabel = "SHA256",
      description =
          "The one certificate that is taken, whatever its name, issuer and dates say: its SHA-256"
              + " fingerprint.")
  @Nullable String fingerprint;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "PEM file of certificates whose authorities are trusted beside the system's.")
  @Nullable String caFile;

  @Option(
      names = "--transport",
      paramLabel = "HOW",
      defaultValue = "auto",
      description = {
        "How the media of rtsp addresses travels: tcp; udp, where packets may be lost; auto"
            + " (default): tcp, or udp where the camera refuses that."
      })
  String transport = "";

  /** How the media of RTSP travels. */
  public TransportChoice transport() {
    return OptionParsers.word("--transport", transport, TRANSPORTS, "auto, tcp or udp");
  }

  /** What the flags say of certificates. */
  public TlsTrust trust() {
    TlsTrust.Mode mode = OptionParsers.word("--tls", tls, MODES, "verify or insecure");
    Optional<CertificateFingerprint> pinned =
        fingerprint == null ? Optional.empty() : Optional.of(pinned(fingerprint));
    if (mode == TlsTrust.Mode.INSECURE && pinned.isPresent()) {
      throw OptionParsers.refused(
          "--tls", tls, "verify beside --tls-fingerprint, which is to be checked");
    }
    return new TlsTrust(
        mode, pinned, caFile == null ? Optional.empty() : Optional.of(authorities(caFile)));
  }

  private static CertificateFingerprint pinned(String text) {
    return CertificateFingerprint.parse(text)
        .orElseThrow(
            () ->
                OptionParsers.refused("--tls-fingerprint", text, CertificateFingerprint.EXPECTED));
  }

  private static Path authorities(String text) {
    Path file = OptionParsers.path("--ca-file", text);
    try {
      PemCertificates.read(file);
      return file;
    } catch (CertificateException e) {
      throw OptionParsers.refused(
          "--ca-file", text + ": " + e.getMessage(), PemCertificates.EXPECTED);
    }
  }
}
