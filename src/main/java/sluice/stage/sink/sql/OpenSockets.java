package sluice.stage.sink.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.SocketFactory;

/**
 * The sockets that a driver has made, before any TLS around them, so that all of them can be closed
 * at any time: also while the driver connects, or waits in a write. Thread-safe.
 */
final class OpenSockets {
  private static final ScopedValue<OpenSockets> CURRENT = ScopedValue.newInstance();

  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  /**
   * Has sockets that are made by this thread during a call kept here.
   *
   * @throws X what the call throws
   */
  <R, X extends Exception> R during(ScopedValue.CallableOp<R, X> call) throws X {
    return ScopedValue.where(CURRENT, this).call(call);
  }

  /** Closes all. */
  void close() {
    for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no use any more.
      }
    }
  }

  private Socket opened() {
    sockets.removeIf(Socket::isClosed);
    Socket socket = new Socket();
    sockets.add(socket);
    return socket;
  }

  /** The factory that the driver makes by its name. */
  public static final class Factory extends SocketFactory {

    /** For the driver. */
    public Factory() {}

    @Override
    public Socket createSocket() throws SocketException {
      if (!CURRENT.isBound()) {
        throw new SocketException("no sink connects");
      }
      return CURRENT.get().opened();
    }

    @Override
    public Socket createSocket(String host, int port) throws SocketException {
      throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws SocketException {
      throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws SocketException {
      throw unconnectedOnly();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws SocketException {
      throw unconnectedOnly();
    }

    private static SocketException unconnectedOnly() {
      return new SocketException("only sockets that are not connected");
    }
  }
}
