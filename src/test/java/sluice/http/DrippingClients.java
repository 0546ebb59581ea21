package sluice.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Clients that send the header of a request byte by byte and never come to its end; those that were
 * cut come again. For one thread.
 */
final class DrippingClients implements AutoCloseable {
  private static final byte[] BEGIN =
      "GET /health/live HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII);

  private final InetSocketAddress server;
  private final List<Socket> clients = new ArrayList<>();
  private int cut;

  DrippingClients(InetSocketAddress server, int count) throws IOException {
    this.server = server;
    for (int i = 0; i < count; i++) {
      clients.add(connect());
    }
  }

  private Socket connect() throws IOException {
    Socket client = new Socket(InetAddress.getByName(server.getHostString()), server.getPort());
    client.getOutputStream().write(BEGIN);
    return client;
  }

  /** A byte more of each. */
  void drip() throws IOException {
    for (int i = 0; i < clients.size(); i++) {
      Socket client = clients.get(i);
      try {
        client.getOutputStream().write('x');
      } catch (IOException e) {
        cut++;
        client.close();
        clients.set(i, connect());
      }
    }
  }

  /** How often one was cut. */
  int cut() {
    return cut;
  }

  @Override
  public void close() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }
}
