package sluice.video.proxy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

/**
 * The ports on loopback that proxies of this process may listen at: any, unless the process is held
 * to some. Thread-safe.
 */
public final class ProxyPorts {
  private static volatile List<Integer> allowed = List.of();

  private ProxyPorts() {}

  /**
   * From now on proxies take the first free one of these ports; for a process that may use no
   * others.
   *
   * @param ports empty for any
   */
  public static void limitTo(List<Integer> ports) {
    allowed = List.copyOf(ports);
  }

  /**
   * Listens on loopback.
   *
   * @param backlog connections that may wait
   * @throws IOException when no port is left
   */
  static ServerSocket listen(int backlog) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    List<Integer> ports = allowed;
    if (ports.isEmpty()) {
      return new ServerSocket(0, backlog, loopback);
    }
    for (int port : ports) {
      try {
        return new ServerSocket(port, backlog, loopback);
      } catch (BindException e) {
        // Somebody else has it.
      }
    }
    throw new BindException("none of this machine's ports " + ports + " is free for a proxy");
  }
}
