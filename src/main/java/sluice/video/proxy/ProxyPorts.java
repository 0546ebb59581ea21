package sluice.video.proxy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The ports on loopback that proxies of this process listen at: any, unless it listens ahead at
 * some, because it will be locked so that it can't begin to. Thread-safe.
 */
public final class ProxyPorts {
  private static final int SHORTEST_MILLIS = 1;

  /** What listens already; each is given to one proxy. */
  private static final Queue<ServerSocket> AHEAD = new ConcurrentLinkedQueue<>();

  private static volatile boolean held;

  private ProxyPorts() {}

  /**
   * Listens at these ports from now on, each for one proxy to come; proxies get no others. One that
   * somebody else has is left out.
   */
  public static void listenAhead(List<Integer> ports) throws IOException {
    held = true;
    for (int port : ports) {
      try {
        AHEAD.add(listenAt(port, InputProxy.MOST_CONNECTIONS));
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
    if (!held) {
      return listenAt(0, backlog);
    }
    ServerSocket next = AHEAD.poll();
    if (next == null) {
      throw new BindException("none of this machine's ports is left for its proxy");
    }
    refuseWaiting(next);
    return next;
  }

  /** Who has connected before anybody could know of the proxy is none that is to use it. */
  private static void refuseWaiting(ServerSocket listener) throws IOException {
    listener.setSoTimeout(SHORTEST_MILLIS);
    try {
      while (true) {
        listener.accept().close();
      }
    } catch (SocketTimeoutException e) {
      listener.setSoTimeout(0);
    }
  }

  /** Closes what listens ahead and no proxy took: none is to come any more. */
  public static void closeUnused() {
    for (ServerSocket next = AHEAD.poll(); next != null; next = AHEAD.poll()) {
      try {
        next.close();
      } catch (IOException e) {
        // It is gone either way.
      }
    }
  }

  /** Any port again; for tests. */
  static void release() {
    held = false;
    closeUnused();
  }

  private static ServerSocket listenAt(int port, int backlog) throws IOException {
    return new ServerSocket(port, backlog, InetAddress.getLoopbackAddress());
  }
}
