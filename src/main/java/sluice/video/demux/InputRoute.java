package sluice.video.demux;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.TransportChoice;
import sluice.core.TransportProtocol;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;
import sluice.video.proxy.InputProxy;
import sluice.video.proxy.InputProxy.Protocol;
import sluice.video.proxy.Login;
import sluice.video.proxy.Upstream;
import sluice.video.proxy.UpstreamConnector;
import sluice.video.tls.TlsFailure;

/**
 * The way from FFmpeg to an input: what FFmpeg is given to open. Files, devices and RTSP without
 * TLS are opened straight; HTTP and everything with TLS through an {@link InputProxy}, because
 * FFmpeg would follow redirects by itself, tells nobody where they lead, and sends no server name
 * to an address.
 *
 * @param url in FFmpeg's words; may hold credentials
 * @param protocols that FFmpeg may use for it; empty for a device
 * @param options that it needs beside the user's
 * @param transport how packets travel; absent for files and devices
 * @param proxy between them; the route's
 */
record InputRoute(
    String url,
    List<String> protocols,
    Map<String, String> options,
    Optional<TransportProtocol> transport,
    @Nullable InputProxy proxy)
    implements AutoCloseable {
  /**
   * The protocols that RTSP may still use once it is connected: none. FFmpeg has no switch against
   * its redirects, but asks this list before each connection.
   */
  static final String SEALED = "none";

  private static final String TLS_HAS_NO_DATAGRAMS =
      "the media of rtsps does not travel over UDP (expected: transport tcp or auto, or an rtsp"
          + " address)";

  /** Most bytes of user and password that FFmpeg doesn't cut where it speaks RTSP. */
  private static final int FFMPEGS_CREDENTIALS = 127;

  /** With which FFmpeg answers the proxy, which has the real ones. */
  private static final String STAND_IN = "user:password";

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);
  private static final String LOOPBACK = InetAddress.getLoopbackAddress().getHostAddress();

  /**
   * The route of an input; may connect.
   *
   * @param interrupt ends the wait for a connection
   * @throws SluiceException INPUT where the input can't be opened
   */
  static InputRoute of(DecoderSettings settings, Interrupt interrupt) {
    boolean datagrams = settings.transport() == TransportChoice.UDP;
    return switch (InputUrls.scheme(settings.location())) {
      case "rtsps" -> {
        if (datagrams) {
          throw InputFailure.refused(settings, TLS_HAS_NO_DATAGRAMS);
        }
        yield proxied(settings, interrupt);
      }
      case "http", "https" -> proxied(settings, interrupt);
      case "rtsp" -> {
        if (datagrams) {
          yield datagrams(settings, interrupt);
        }
        boolean fits = new SourceAddress(settings.location()).credentialsFit(FFMPEGS_CREDENTIALS);
        yield fits ? straight(settings) : proxied(settings, interrupt);
      }
      default -> straight(settings);
    };
  }

  /**
   * Another route, where an input can't be opened on this one, which stays open.
   *
   * @param error FFmpeg's
   * @throws SluiceException INPUT where the input can't be opened on that one either
   */
  Optional<InputRoute> instead(int error, DecoderSettings settings, Interrupt interrupt) {
    boolean plain = InputUrls.scheme(settings.location()).equals("rtsp");
    if (plain && isDatagramsWanted() && settings.transport() == TransportChoice.AUTO) {
      return Optional.of(datagrams(settings, interrupt));
    }
    if (plain && proxy == null && error == avutil.AVERROR_EINVAL()) {
      // Maybe a redirect, of which FFmpeg doesn't tell where it leads; a proxy sees it.
      return Optional.of(proxied(settings, interrupt));
    }
    boolean hasLogin = new SourceAddress(settings.location()).credentials().isPresent();
    if (plain && hasLogin && proxy == null && error == avutil.AVERROR_HTTP_UNAUTHORIZED) {
      // Maybe a way to log in that FFmpeg doesn't know; a proxy sees what is offered.
      return Optional.of(through(Protocol.RTSP, settings, interrupt, true));
    }
    return Optional.empty();
  }

  /** Whether the server refuses to send media within the connection. */
  private boolean isDatagramsWanted() {
    return transport.filter(way -> way == TransportProtocol.TCP).isPresent()
        && InputFailure.isTransportRefused();
  }

  private static InputRoute straight(DecoderSettings settings) {
    String url = InputUrls.forFfmpeg(settings);
    ConnectionTarget endpoint = settings.endpoint();
    if (endpoint != null) {
      url = new SourceAddress(url).withHost(endpoint.address().getHostAddress()).reveal();
    }
    boolean local = settings.isFile() || settings.isDevice();
    return new InputRoute(
        url,
        settings.protocols(),
        Map.of(),
        local ? Optional.empty() : Optional.of(TransportProtocol.TCP),
        null);
  }

  /**
   * The route through a proxy.
   *
   * @throws SluiceException INPUT where there is no connection to the server
   */
  private static InputRoute proxied(DecoderSettings settings, Interrupt interrupt) {
    boolean http = InputUrls.scheme(settings.location()).startsWith("http");
    return through(http ? Protocol.HTTP : Protocol.RTSP, settings, interrupt, false);
  }

  /** The route through a proxy that receives datagrams. */
  private static InputRoute datagrams(DecoderSettings settings, Interrupt interrupt) {
    return through(Protocol.RTSP_DATAGRAMS, settings, interrupt, false);
  }

  private static InputRoute through(
      Protocol protocol, DecoderSettings settings, Interrupt interrupt, boolean loginWasTried) {
    SourceAddress address = new SourceAddress(InputUrls.forFfmpeg(settings));
    String host =
        address
            .host()
            .orElseThrow(() -> InputFailure.because(settings, "the address names no machine"));
    boolean http = protocol == Protocol.HTTP;
    try {
      Upstream upstream = upstream(settings.endpoint(), address, host);
      Socket first =
          UpstreamConnector.connect(
                  upstream,
                  settings.openTimeout(),
                  () -> interrupt.reason() != Interrupt.Reason.NONE)
              .orElseThrow(() -> InputFailure.interrupted(settings, interrupt.reason(), true));
      InputProxy proxy =
          InputProxy.over(
              first,
              upstream,
              protocol,
              settings.openTimeout(),
              address
                  .credentials()
                  .map(credentials -> new Login(credentials, loginWasTried))
                  .orElse(null));
      String url =
          address
              .movedTo(http ? "http" : "rtsp", LOOPBACK, proxy.port())
              .withOtherCredentials(STAND_IN)
              .reveal();
      return new InputRoute(
          url,
          settings.protocols(),
          http
              ? httpOptions(settings, "Host: " + address.authority() + "\r\n" + proxy.field())
              : Map.of(),
          Optional.of(transportOf(protocol, address)),
          proxy);
    } catch (TlsFailure e) {
      throw InputFailure.because(settings, Failures.reason(e));
    } catch (UnknownHostException e) {
      throw InputFailure.unreachable(settings, "the name " + host + " leads nowhere");
    } catch (IOException e) {
      throw InputFailure.unreachable(settings, Failures.reason(e));
    }
  }

  private static TransportProtocol transportOf(Protocol protocol, SourceAddress address) {
    if (protocol == Protocol.RTSP_DATAGRAMS) {
      return TransportProtocol.UDP;
    }
    return address.isTls() ? TransportProtocol.TLS : TransportProtocol.TCP;
  }

  private static Upstream upstream(
      @Nullable ConnectionTarget endpoint, SourceAddress address, String host)
      throws UnknownHostException {
    TlsTrust trust = endpoint == null ? TlsTrust.SYSTEM : endpoint.trust();
    return new Upstream(
        host,
        endpoint == null ? InetAddress.getByName(host) : endpoint.address(),
        address.portOrUsual(),
        address.isTls() ? trust : null);
  }

  /** A proxy of the environment would connect to wherever it likes. */
  private static Map<String, String> httpOptions(DecoderSettings settings, String fields) {
    return Map.of(
        "headers",
        fields + settings.options().getOrDefault("headers", ""),
        "max_redirects",
        "0",
        "http_proxy",
        "");
  }

  /** Whether FFmpeg is to be kept from a second connection by {@link #SEALED}. */
  boolean isSealable() {
    return protocols.contains("rtsp");
  }

  /** Where the server redirected to instead of answering. */
  Optional<SourceAddress> redirect() {
    return proxy == null ? Optional.empty() : proxy.location().map(SourceAddress::new);
  }

  /** The ways to log in that the server offers, where none of them is known here. */
  Optional<String> unknownLogin() {
    return proxy == null ? Optional.empty() : proxy.unknownLogin();
  }

  /** Why the server broke off, where FFmpeg can't know: it only sees the proxy. */
  Optional<String> failure() {
    return proxy == null ? Optional.empty() : proxy.failure();
  }

  /** The first few KiB of what a server of HTTP sent, as far as they have come; else nothing. */
  byte[] contentStart() {
    return proxy == null ? new byte[0] : proxy.bodyStart();
  }

  /** Whether a server of HTTP sends the input from its beginning to its end only. */
  boolean isWholeOnly() {
    return proxy != null && proxy.isWholeOnly();
  }

  /** Whether a server was to send datagrams, and none has come. */
  boolean isWithoutDatagrams() {
    return proxy != null && proxy.isWithoutDatagrams();
  }

  /** Packets that a server sent as datagrams and that did not come. */
  long lostPackets() {
    return proxy == null ? 0 : proxy.lostPackets();
  }

  /** To be called once FFmpeg has closed the input. */
  @Override
  public void close() {
    if (proxy != null) {
      proxy.closeWithin(CLOSE_LIMIT);
    }
  }
}
