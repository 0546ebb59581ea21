package sluice.config.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import sluice.config.binding.Secret;
import sluice.core.DecodeChoice;
import sluice.core.Delivery;
import sluice.core.TileSettings;
import sluice.core.TransportChoice;
import sluice.core.recording.RecordingSettings;
import sluice.core.scene.SceneSettings;
import sluice.core.source.CertificateFingerprint;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;

/**
 * Settings of a stream: where its frames come from, what is looked for in them, where the results
 * go. What the section {@code defaults} says is already in it.
 *
 * @param id its name, {@code [A-Za-z0-9_-]{1,64}}
 * @param source where frames come from
 * @param user name by which a source on the network is logged in to; absent: none, or the one in
 *     its address
 * @param password of that user
 * @param tls whether the certificate of a server that is reached by TLS is checked; {@code VERIFY}
 *     for other sources
 * @param tlsFingerprint of the one certificate of such a server that is taken; absent: by
 *     authority, and for other sources
 * @param transport how the media of an RTSP source travels; {@code AUTO} for other sources
 * @param model name of a {@link ModelConfig} of the same configuration
 * @param delivery what happens to frames in excess; by the kind of source where absent
 * @param detectFps most frames a second of media time that are worked on, above 0; absent: all
 * @param decode whether pictures that are not worked on are decoded all the same
 * @param realtime whether a file is played at the pace of its timestamps
 * @param loop whether a file starts again at its end
 * @param threshold least confidence of a detection, 0 to 1; the model's own where absent
 * @param labels what is kept of the model's labels, in the order given; empty: all
 * @param sinks names of the {@link sluice.config.sink.SinkConfig}s that get the results, without
 *     repeats
 * @param enabled whether it runs when the service starts
 * @param maxAge age at which a frame of {@link Delivery#LATEST} is dropped instead of inferred,
 *     from the moment that the decoder had it; above 0
 * @param scene what it is asked to tell of objects over time
 * @param tracing which of its frames are traced
 * @param tiles in which the model gets its pictures
 * @param placement where in a cluster it may run
 * @param recording whether and how it is recorded
 */
public record StreamConfig(
    String id,
    SourceAddress source,
    Optional<String> user,
    Optional<Secret> password,
    TlsTrust.Mode tls,
    Optional<CertificateFingerprint> tlsFingerprint,
    TransportChoice transport,
    String model,
    Optional<Delivery> delivery,
    OptionalDouble detectFps,
    DecodeChoice decode,
    boolean realtime,
    boolean loop,
    OptionalDouble threshold,
    Set<String> labels,
    List<String> sinks,
    boolean enabled,
    Duration maxAge,
    SceneSettings scene,
    StreamTracing tracing,
    TileSettings tiles,
    PlacementConfig placement,
    RecordingSettings recording) {

  private static final Duration DEFAULT_MAX_AGE = Duration.ofSeconds(1);

  /**
   * Keeps its own copies of the collections. What the defaults say of TLS counts for sources that
   * are reached by it, that of recordings on the same machine too, and their user and password for
   * those that are logged in to without their own.
   */
  public StreamConfig {
    user = source.isRemote() && !source.hasCredentials() ? user : Optional.empty();
    password = source.isRemote() && !source.hasCredentials() ? password : Optional.empty();
    boolean isTls =
        source.isTls() || recordedBeside(source, recording).stream().anyMatch(SourceAddress::isTls);
    tls = isTls ? tls : TlsTrust.Mode.VERIFY;
    tlsFingerprint = isTls ? tlsFingerprint : Optional.empty();
    TransportChoice way = transport;
    boolean taken = recording.source().stream().anyMatch(own -> takes(own, way));
    transport = takes(source, way) || taken ? way : TransportChoice.AUTO;
    labels = Collections.unmodifiableSet(new LinkedHashSet<>(labels));
    sinks = List.copyOf(sinks);
  }

  /** Whether the media of a source can travel in a way: not as datagrams where it has TLS. */
  public static boolean takes(SourceAddress source, TransportChoice transport) {
    return switch (source.scheme()) {
      case "rtsp" -> true;
      case "rtsps" -> transport != TransportChoice.UDP;
      default -> transport == TransportChoice.AUTO;
    };
  }

  /**
   * The address that is recorded in place of a source, where it is on the same machine: it is
   * logged in to, and its certificate is judged, as those of the source are.
   */
  public static Optional<SourceAddress> recordedBeside(
      SourceAddress source, RecordingSettings recording) {
    return recording
        .source()
        .filter(own -> source.host().isPresent() && source.host().equals(own.host()));
  }

  /** How the media of one of its addresses travels. */
  public TransportChoice transportOf(SourceAddress address) {
    return takes(address, transport) ? transport : TransportChoice.AUTO;
  }

  /**
   * What is opened to be recorded in place of the source, with its user and password; absent: the
   * source itself is recorded.
   */
  public Optional<SourceAddress> recordingAddress() {
    boolean beside = recordedBeside(source, recording).isPresent();
    return recording
        .source()
        .map(own -> beside && own.takesCredentials() ? own.withCredentialsOf(address()) : own);
  }

  /**
   * What is required of the certificates of the server that is recorded in place of the source.
   *
   * @param caFile as that of {@link #tlsTrust}
   */
  public TlsTrust recordingTlsTrust(Optional<Path> caFile) {
    return recordedBeside(source, recording).isPresent()
        ? tlsTrust(caFile)
        : new TlsTrust(TlsTrust.Mode.VERIFY, Optional.empty(), caFile);
  }

  /** What is opened: the source with user and password, where it is one that takes them. */
  public SourceAddress address() {
    return user.isPresent() && source.takesCredentials()
        ? source.withCredentials(user.get(), password.map(Secret::reveal).orElse(""))
        : source;
  }

  /**
   * What is required of the certificates of its source's server.
   *
   * @param caFile of authorities that are trusted beside the system's: {@link
   *     SecurityConfig#caFile}
   */
  public TlsTrust tlsTrust(Optional<Path> caFile) {
    return new TlsTrust(tls, tlsFingerprint, caFile);
  }

  /** A stream with all other settings at their defaults. */
  public static StreamConfig of(String id, SourceAddress source, String model) {
    return new StreamConfig(
        id,
        source,
        Optional.empty(),
        Optional.empty(),
        TlsTrust.Mode.VERIFY,
        Optional.empty(),
        TransportChoice.AUTO,
        model,
        Optional.empty(),
        OptionalDouble.empty(),
        DecodeChoice.AUTO,
        false,
        false,
        OptionalDouble.empty(),
        Set.of(),
        List.of(),
        true,
        DEFAULT_MAX_AGE,
        SceneSettings.NONE,
        StreamTracing.NONE,
        TileSettings.NONE,
        PlacementConfig.ANYWHERE,
        RecordingSettings.OFF);
  }

  /** The same with another requirement of certificates. */
  public StreamConfig withTls(
      TlsTrust.Mode otherTls, Optional<CertificateFingerprint> otherFingerprint) {
    return new StreamConfig(
        id,
        source,
        user,
        password,
        otherTls,
        otherFingerprint,
        transport,
        model,
        delivery,
        detectFps,
        decode,
        realtime,
        loop,
        threshold,
        labels,
        sinks,
        enabled,
        maxAge,
        scene,
        tracing,
        tiles,
        placement,
        recording);
  }

  /** The same with another way of RTSP's media. */
  public StreamConfig withTransport(TransportChoice other) {
    return new StreamConfig(
        id,
        source,
        user,
        password,
        tls,
        tlsFingerprint,
        other,
        model,
        delivery,
        detectFps,
        decode,
        realtime,
        loop,
        threshold,
        labels,
        sinks,
        enabled,
        maxAge,
        scene,
        tracing,
        tiles,
        placement,
        recording);
  }
}
