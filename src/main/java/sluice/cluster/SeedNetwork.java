package sluice.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** What {@link SeedDiscovery} asks of the network; both may block for seconds. */
interface SeedNetwork {
  /** That of the system. */
  SeedNetwork SYSTEM = new OfSystem();

  /**
   * The addresses of a name, as texts.
   *
   * @throws UnknownHostException when there are none
   */
  List<String> addresses(String name) throws UnknownHostException;

  /** Whether something listens there. */
  boolean answers(String host, int port);

  /** By the resolver of the JVM, and by connections that are closed at once. */
  final class OfSystem implements SeedNetwork {
    private static final int CONNECT_MILLIS = 1_000;

    @Override
    public List<String> addresses(String name) throws UnknownHostException {
      return Arrays.stream(InetAddress.getAllByName(name))
          .map(InetAddress::getHostAddress)
          .toList();
    }

    @Override
    public boolean answers(String host, int port) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        return true;
      } catch (IOException e) {
        return false;
      }
    }
  }
}
