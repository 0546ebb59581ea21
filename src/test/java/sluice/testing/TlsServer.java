package sluice.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A server on loopback that speaks TLS: says {@code hello} to each client and waits for its end.
 * Remembers for which names it was asked.
 */
public final class TlsServer implements AutoCloseable {
  private final SSLServerSocket server;
  private final List<String> names = new CopyOnWriteArrayList<>();

  /**
   * Starts serving.
   *
   * @param setUp changes the socket that it listens on
   */
  public TlsServer(SSLContext tls, Consumer<SSLServerSocket> setUp) throws IOException {
    server =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    setUp.accept(server);
    Thread.ofVirtual().name("tls server").start(this::accept);
  }

  /** One that is as Java makes it. */
  public TlsServer(SSLContext tls) throws IOException {
    this(tls, any -> {});
  }

  private void accept() {
    while (true) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().name("tls client").start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (SSLSocket socket = (SSLSocket) client) {
      socket.startHandshake();
      ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
      for (SNIServerName each : session.getRequestedServerNames()) {
        names.add(each instanceof SNIHostName host ? host.getAsciiName() : each.toString());
      }
      socket.getOutputStream().write("hello".getBytes(US_ASCII));
      socket
          .getInputStream()
          .transferTo(OutputStream.nullOutputStream()); // until the client leaves
    } catch (IOException e) {
      // Refused by the client.
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** The names that clients asked for by SNI, once they were through. */
  public List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
