package sluice.video.proxy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ports on loopback that proxies of this process may listen at: any, unless the process is held
 * to some. A process that will be locked so that it can't begin to listen does so ahead.
 * Thread-safe.
 */
public final class ProxyPorts {
  private static volatile List<Integer> allowed = List.of();

  /** What listens already, by its port; each is given to one proxy. */
  private static final Map<Integer, ServerSocket> AHEAD = new ConcurrentHashMap<>();

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
   * Listens at these ports from now on, each for one proxy to come that may use it. One that
   * somebody else has is left out.
   */
  public static void listenAhead(List<Integer> ports) throws IOException {
    for (int port : ports) {
      try {
        AHEAD.put(port, listenAt(port, InputProxy.MOST_CONNECTIONS));
      } catch (BindException e) {
        // Somebody else has it.
      }
    }
  }

  /**
   * Listens on loopback.
   *
   * @param backlog connections that may wait
   * @throws IOException when no port is left
   */
  static ServerSocket listen(int backlog) throws IOException {
    List<Integer> ports = allowed;
    if (ports.isEmpty()) {
      return listenAt(0, backlog);
    }
    for (int port : ports) {
      ServerSocket ahead = AHEAD.remove(port);
      if (ahead != null) {
        return ahead;
      }
    }
    for (int port : ports) {
      try {
        return listenAt(port, backlog);
      } catch (BindException e) {
        // Somebody else has it.
      }
    }
    throw new BindException("none of this machine's ports " + ports + " is free for a proxy");
  }

  private static ServerSocket listenAt(int port, int backlog) throws IOException {
    return new ServerSocket(port, backlog, InetAddress.getLoopbackAddress());
  }
}
