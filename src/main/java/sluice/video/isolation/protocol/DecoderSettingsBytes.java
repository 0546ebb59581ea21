package sluice.video.isolation.protocol;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.core.TransportChoice;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.TlsTrust;
import sluice.video.demux.ConnectionTarget;
import sluice.video.demux.DecoderSettings;

/** What to open, as bytes; the service is believed. */
final class DecoderSettingsBytes {
  private DecoderSettingsBytes() {}

  static void write(DecoderSettings settings, WireWriter out) {
    out.putWhole(settings.location());
    putOptional(Optional.ofNullable(settings.format()), out);
    out.putByte(settings.protocols().size());
    settings.protocols().forEach(out::putWhole);
    out.putLong(settings.openTimeout().toNanos());
    out.putLong(settings.readTimeout().toNanos());
    out.putInt(settings.threads());
    out.putByte(settings.options().size());
    settings
        .options()
        .forEach(
            (name, value) -> {
              out.putWhole(name);
              out.putWhole(value);
            });
    ConnectionTarget endpoint = settings.endpoint();
    out.putFlag(endpoint != null);
    if (endpoint != null) {
      out.putWhole(literal(endpoint.address()));
      TlsTrust trust = endpoint.trust();
      out.putByte(Wires.number(trust.mode()));
      putOptional(trust.fingerprint().map(CertificateFingerprint::digits), out);
      putOptional(trust.caFile().map(Path::toString), out);
    }
    out.putByte(Wires.number(settings.transport()));
    out.putFlag(settings.paced());
  }

  /** Its scope by its number: a name of an interface is not looked up in a locked process. */
  private static String literal(InetAddress address) {
    return address instanceof Inet6Address v6 && v6.getScopeId() > 0
        ? v6.getHostAddress().replaceFirst("%.*", "%" + v6.getScopeId())
        : address.getHostAddress();
  }

  static DecoderSettings read(WireReader in) {
    return new DecoderSettings(
        in.getWhole("the location"),
        optional(in).orElse(null),
        protocols(in),
        Duration.ofNanos(in.getLong()),
        Duration.ofNanos(in.getLong()),
        in.getInt(),
        options(in),
        in.getFlag() ? endpoint(in) : null,
        Wires.constant("the transport", TransportChoice.values(), in.getByte()),
        in.getFlag());
  }

  private static List<String> protocols(WireReader in) {
    int number = (int) ProtocolException.within("protocols", in.getByte(), 0, Limits.OPTIONS);
    List<String> protocols = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      protocols.add(in.getWhole("a protocol"));
    }
    return protocols;
  }

  private static Map<String, String> options(WireReader in) {
    int number = (int) ProtocolException.within("options", in.getByte(), 0, Limits.OPTIONS);
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < number; i++) {
      options.put(in.getWhole("an option"), in.getWhole("an option's value"));
    }
    return options;
  }

  private static ConnectionTarget endpoint(WireReader in) {
    InetAddress address = InetAddress.ofLiteral(in.getWhole("an address"));
    TlsTrust.Mode mode = Wires.constant("trust", TlsTrust.Mode.values(), in.getByte());
    return new ConnectionTarget(
        address,
        new TlsTrust(
            mode, optional(in).map(CertificateFingerprint::new), optional(in).map(Path::of)));
  }

  private static void putOptional(Optional<String> text, WireWriter out) {
    out.putFlag(text.isPresent());
    text.ifPresent(out::putWhole);
  }

  private static Optional<String> optional(WireReader in) {
    return in.getFlag() ? Optional.of(in.getWhole("a text")) : Optional.empty();
  }
}
