package sluice.video;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** TLS in front of a server on loopback that speaks none, as stunnel has it. */
public final class TlsFront implements AutoCloseable {
  private final SSLServerSocket listener;
  private final InetAddress address;
  private final int server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> names = new CopyOnWriteArrayList<>();

  /**
   * Starts on loopback.
   *
   * @param server port of the server
   */
  public TlsFront(SSLContext tls, int server) throws IOException {
    this(tls, InetAddress.getLoopbackAddress(), server);
  }

  /** The same on an address of this machine, at which the server is too. */
  public TlsFront(SSLContext tls, InetAddress address, int server) throws IOException {
    this(tls, address, server, false);
  }

  /** The same, which may refuse clients without a certificate. */
  public TlsFront(SSLContext tls, InetAddress address, int server, boolean clientCertificate)
      throws IOException {
    this.address = address;
    this.server = server;
    this.listener =
        (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0, 50, address);
    this.listener.setNeedClientAuth(clientCertificate);
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The names that clients asked for by SNI. */
  public List<String> names() {
    return List.copyOf(names);
  }

  private void accept() {
    try {
      while (true) {
        SSLSocket client = (SSLSocket) listener.accept();
        sockets.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(SSLSocket client) {
    try (client;
        Socket behind = new Socket(address, server)) {
      sockets.add(behind);
      client.startHandshake();
      if (client.getSession() instanceof ExtendedSSLSession session) {
        session.getRequestedServerNames().stream()
            .map(name -> ((SNIHostName) name).getAsciiName())
            .forEach(names::add);
      }
      Thread.ofVirtual().start(() -> copy(client, behind));
      behind.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // One of them has gone.
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One of them has gone.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
