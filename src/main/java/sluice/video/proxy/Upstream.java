package sluice.video.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sluice.core.source.TlsTrust;
import sluice.video.tls.TlsClient;

/**
 * The server that an {@link InputProxy} connects to.
 *
 * @param host its name as the source has it, for TLS and messages; nothing is looked up
 * @param address where it is connected to
 * @param port of the server
 * @param tls what is required of its certificate; null for a connection without TLS
 */
public record Upstream(String host, InetAddress address, int port, @Nullable TlsTrust tls) {
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /**
   * Connects a socket, with the handshake of TLS. Blocks; closing the socket from another thread
   * ends it.
   *
   * @param socket not connected yet; the caller's, and with it what is returned
   * @param limit for connecting, and again for the handshake; zero for a very long one
   * @return the same socket, or TLS over it
   * @throws sluice.video.tls.TlsFailure when the server's certificate is refused
   * @throws IOException when there is no connection
   */
  Socket connect(Socket socket, Duration limit) throws IOException {
    Duration most = limit.isZero() || limit.compareTo(LONGEST) > 0 ? LONGEST : limit;
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(address, port), (int) most.toMillis());
    return tls == null ? socket : TlsClient.secure(socket, host, port, tls, most);
  }

  /** A socket that no proxy of the system is used for, not connected yet. */
  static Socket socket() {
    return new Socket(Proxy.NO_PROXY);
  }
}
