package sluice.app.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import sluice.config.settings.StreamConfig;
import sluice.core.Playback;
import sluice.core.TransportChoice;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;
import sluice.stage.source.PacketReader;
import sluice.stage.source.SourceOpener;
import sluice.stage.source.SourceSettings;
import sluice.video.decode.InputOpener;
import sluice.video.demux.ConnectionTarget;
import sluice.video.demux.PacketTap;

/**
 * Opener of the address that is recorded in place of a stream's source. The security policy is
 * applied to it as to the source, anew for each time that it is opened.
 *
 * @param address what is opened
 * @param tls whether the certificate of its server is checked
 * @param fingerprint of the one certificate that is taken; absent: by authority
 * @param transport how its media travels
 * @param timeout for opening, and for silence later
 * @param guard the rules
 * @param isolation says for each opening whether it is in this process or in one of its own
 * @param isolated what it said at first: a session that began under another policy is not gone on
 *     with where its stream starts
 */
record RecordingOpener(
    SourceAddress address,
    TlsTrust.Mode tls,
    Optional<CertificateFingerprint> fingerprint,
    TransportChoice transport,
    Duration timeout,
    SourceGuard guard,
    DecoderIsolation isolation,
    boolean isolated)
    implements PacketReader.Opener {

  /** That of a stream's own address; absent where its source is recorded. */
  static Optional<RecordingOpener> of(
      StreamConfig stream, Duration timeout, SourceGuard guard, DecoderIsolation isolation) {
    TlsTrust trust = stream.recordingTlsTrust(Optional.empty());
    return stream
        .recordingAddress()
        .map(
            address ->
                new RecordingOpener(
                    address,
                    trust.mode(),
                    trust.fingerprint(),
                    stream.transportOf(address),
                    timeout,
                    guard,
                    isolation,
                    isIsolated(isolation, address)));
  }

  private static boolean isIsolated(DecoderIsolation isolation, SourceAddress address) {
    return !isolation.inputs(address, false).equals(InputOpener.IN_PROCESS);
  }

  @Override
  public PacketReader open(List<PacketTap> taps, BooleanSupplier cancelled) {
    Playback playback =
        Playback.builder().transport(transport).openTimeout(timeout).readTimeout(timeout).build();
    SourceSettings settings = new SourceSettings(guard.location(address, false), playback, 0);
    InputOpener inputs = isolation.inputs(address, false);
    return SourceOpener.packets(settings, this::admit, inputs).open(taps, cancelled);
  }

  private ConnectionTarget admit(SourceAddress target) {
    return new ConnectionTarget(
        guard.connection(target), new TlsTrust(tls, fingerprint, guard.caFile()));
  }
}
