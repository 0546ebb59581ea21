package sluice.video.demux;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.TransportChoice;
import sluice.core.util.Redaction;

/**
 * What to decode and how patiently. Everything that FFmpeg may open on the way is allowed here by
 * name; the rest is refused.
 *
 * @param location a path where {@code protocols} is just {@code file}, a device's name where it is
 *     empty, else an address whose scheme is one of {@code protocols}; may hold a user and
 *     password, which no text of this package repeats
 * @param format FFmpeg's name of the only demuxer to try, such as {@code v4l2}; null to find out
 *     from the data
 * @param protocols the protocols that may be used, in FFmpeg's words
 * @param openTimeout for connecting, reading the header and decoding the first picture, all
 *     together; zero for no limit
 * @param readTimeout how long the input may stay silent; zero for no limit
 * @param threads threads that decode; 1 costs the least processor time per picture, 0 leaves the
 *     number to FFmpeg
 * @param options further options of the demuxer or protocol, by FFmpeg's names; one that neither
 *     takes is an error
 * @param endpoint where an address is connected to; null to look its host up, which blocks, and to
 *     trust the system's authorities
 * @param transport how the media of an RTSP source travels
 * @param paced whether pictures are asked for at the source's own rate, not as fast as they can be
 *     decoded
 */
public record DecoderSettings(
    String location,
    @Nullable String format,
    List<String> protocols,
    Duration openTimeout,
    Duration readTimeout,
    int threads,
    Map<String, String> options,
    @Nullable ConnectionTarget endpoint,
    TransportChoice transport,
    boolean paced) {

  private static final Duration NETWORK_OPEN_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration NETWORK_READ_TIMEOUT = Duration.ofSeconds(10);
  private static final Set<String> OURS =
      Set.of("protocol_whitelist", "protocol_blacklist", "format_whitelist", "codec_whitelist");

  /**
   * Checks ranges and keeps its own copies; what is out of range is an {@link
   * IllegalArgumentException}.
   */
  public DecoderSettings {
    if (threads < 0) {
      throw new IllegalArgumentException("threads: " + threads + " (expected: >= 0)");
    }
    if (openTimeout.isNegative() || readTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "timeouts: " + openTimeout + ", " + readTimeout + " (expected: not negative)");
    }
    for (String key : options.keySet()) {
      if (OURS.contains(key)) {
        throw new IllegalArgumentException("option " + key + " can't be overridden");
      }
    }
    protocols = List.copyOf(protocols);
    options = Map.copyOf(options);
  }

  /**
   * A video or picture on a disk, found by its content, read as fast as it can be decoded; the path
   * is taken as it is, without patterns.
   */
  public static DecoderSettings file(Path path) {
    return of(path.toString(), null, List.of("file"), Duration.ZERO, Duration.ZERO, false);
  }

  /**
   * A camera or server by its address: rtsp, rtsps, http, https, or tcp. A redirect is not
   * followed: opening fails with {@link RedirectedException}.
   *
   * @throws SluiceException {@link ErrorCode#INPUT} when the scheme is another one
   */
  public static DecoderSettings network(String url) {
    return of(url, null, protocolsOf(url), NETWORK_OPEN_TIMEOUT, NETWORK_READ_TIMEOUT, true);
  }

  /**
   * A capture device.
   *
   * @param format FFmpeg's name of the kind of device: {@code v4l2}, {@code avfoundation}, {@code
   *     dshow}
   * @param name the device as that kind names it, such as {@code /dev/video0}
   */
  public static DecoderSettings device(String format, String name) {
    return of(name, format, List.of(), NETWORK_OPEN_TIMEOUT, NETWORK_READ_TIMEOUT, true);
  }

  /** With one thread, no further options, an address that is looked up, and any transport. */
  private static DecoderSettings of(
      String location,
      @Nullable String format,
      List<String> protocols,
      Duration open,
      Duration read,
      boolean paced) {
    return new DecoderSettings(
        location, format, protocols, open, read, 1, Map.of(), null, TransportChoice.AUTO, paced);
  }

  /** The same with other limits of time. */
  public DecoderSettings withTimeouts(Duration open, Duration read) {
    return new DecoderSettings(
        location, format, protocols, open, read, threads, options, endpoint, transport, paced);
  }

  /** The same with other further options. */
  public DecoderSettings withOptions(Map<String, String> other) {
    return new DecoderSettings(
        location,
        format,
        protocols,
        openTimeout,
        readTimeout,
        threads,
        other,
        endpoint,
        transport,
        paced);
  }

  /** The same, connected to where it has been judged. */
  public DecoderSettings withEndpoint(ConnectionTarget other) {
    return new DecoderSettings(
        location,
        format,
        protocols,
        openTimeout,
        readTimeout,
        threads,
        options,
        other,
        transport,
        paced);
  }

  /** The same with another way of RTSP's media. */
  public DecoderSettings withTransport(TransportChoice other) {
    return new DecoderSettings(
        location,
        format,
        protocols,
        openTimeout,
        readTimeout,
        threads,
        options,
        endpoint,
        other,
        paced);
  }

  /** The same, read at another pace: the source's own, or as fast as it can be decoded. */
  public DecoderSettings withPaced(boolean other) {
    return new DecoderSettings(
        location,
        format,
        protocols,
        openTimeout,
        readTimeout,
        threads,
        options,
        endpoint,
        transport,
        other);
  }

  /** The same with a forced demuxer. */
  public DecoderSettings withFormat(@Nullable String other) {
    return new DecoderSettings(
        location,
        other,
        protocols,
        openTimeout,
        readTimeout,
        threads,
        options,
        endpoint,
        transport,
        paced);
  }

  /** The same with another number of decoding threads. */
  public DecoderSettings withThreads(int number) {
    return new DecoderSettings(
        location,
        format,
        protocols,
        openTimeout,
        readTimeout,
        number,
        options,
        endpoint,
        transport,
        paced);
  }

  /** The location as it may be shown: without user, password and the like. */
  public String displayName() {
    return isFile() ? Redaction.redactUser(location) : Redaction.redact(location);
  }

  /** Whether the location is an address of RTSP without TLS. */
  public boolean isPlainRtsp() {
    return InputUrls.scheme(location).equals("rtsp");
  }

  /** Whether the location is a path. */
  public boolean isFile() {
    return protocols.equals(List.of("file"));
  }

  /** Whether the location is a device's name. */
  boolean isDevice() {
    return protocols.isEmpty();
  }

  /** Without secrets: options show their names only. */
  @Override
  public String toString() {
    return "DecoderSettings[%s, format=%s, protocols=%s, openTimeout=%s, readTimeout=%s, threads=%d, options=%s]"
        .formatted(
            displayName(), format, protocols, openTimeout, readTimeout, threads, options.keySet());
  }

  private static List<String> protocolsOf(String url) {
    String scheme = InputUrls.scheme(url);
    return switch (scheme) {
      case "rtsp", "rtsps" -> List.of("rtsp", "rtp", "tcp");
      case "http", "https" -> List.of("http", "tcp");
      case "tcp" -> List.of("tcp");
      default ->
          throw new SluiceException(
              ErrorCode.INPUT,
              "%s: the scheme \"%s\" is not allowed (expected: rtsp, rtsps, http, https or tcp)"
                  .formatted(Redaction.redact(url), scheme));
    };
  }
}
