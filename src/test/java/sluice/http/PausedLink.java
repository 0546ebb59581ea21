package sluice.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Connections to a port of this machine that can stand still, or be cut, for a while. */
final class PausedLink implements AutoCloseable {
  private static final int BUFFER = 16_384;

  private final ServerSocket server;
  private final int to;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private boolean paused;

  /** A link to a port of loopback. */
  PausedLink(int to) throws IOException {
    this.to = to;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = server.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
        sockets.addAll(List.of(near, far));
        Thread.ofVirtual().start(() -> copy(near, far));
        Thread.ofVirtual().start(() -> copy(far, near));
      }
    } catch (IOException closed) {
      cut();
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      byte[] buffer = new byte[BUFFER];
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        awaitMoving();
        to.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException cut) {
      // both sides are closed
    }
  }

  private void awaitMoving() {
    lock.lock();
    try {
      while (paused) {
        moved.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing passes from now on. */
  void pause() {
    set(true);
  }

  /** All passes again. */
  void resume() {
    set(false);
  }

  private void set(boolean stands) {
    lock.lock();
    try {
      paused = stands;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the connections that there are; further ones can be made. */
  void cut() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    resume();
    server.close();
    cut();
  }
}
