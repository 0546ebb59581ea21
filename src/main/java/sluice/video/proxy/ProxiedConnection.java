package sluice.video.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One connection of FFmpeg's through the proxy: copies bytes both ways, each on a virtual thread,
 * until either side ends. Owns both sockets.
 */
final class ProxiedConnection implements AutoCloseable {
  private static final int FROM_SERVER = 64 * 1024;
  private static final int FROM_CLIENT = 4 * 1024;

  /** Bytes that wait between server and FFmpeg beside the system's default of the other socket. */
  private static final int SEND_BUFFER = 256 * 1024;

  private final Socket client;
  private final Socket server;
  private final ResponseWatcher watcher;
  private final CountDownLatch sent = new CountDownLatch(1);

  /**
   * A connection that has not begun.
   *
   * @param client FFmpeg's side, connected
   * @param server the server's side, connected
   */
  ProxiedConnection(Socket client, Socket server, ResponseWatcher watcher) {
    this.client = client;
    this.server = server;
    this.watcher = watcher;
  }

  /**
   * Copies until both directions have ended; to be called once, on a virtual thread.
   *
   * @param header what the server gets first
   * @param ended hears, once, when both have
   */
  void run(byte[] header, Consumer<ProxiedConnection> ended) {
    Thread answers = Thread.ofVirtual().name("sluice-proxy-answers").start(this::copyFromServer);
    try {
      client.setSendBufferSize(SEND_BUFFER);
      server.getOutputStream().write(header);
      copy(client.getInputStream(), server.getOutputStream(), FROM_CLIENT, (_, _) -> {});
    } catch (IOException e) {
      // FFmpeg or the server has gone: the other side is told by the close.
    } finally {
      sent.countDown();
      close();
      joinUninterrupted(answers);
      ended.accept(this);
    }
  }

  /** Ends the client's side as the server's ended: in order, or broken off. */
  private void copyFromServer() {
    try {
      copy(server.getInputStream(), client.getOutputStream(), FROM_SERVER, this::watch);
    } catch (IOException e) {
      resetClient();
    } finally {
      closeQuietly(client);
    }
  }

  private void watch(byte[] bytes, int length) {
    if (!watcher.isDone()) {
      watcher.accept(bytes, length);
    }
  }

  /** So that FFmpeg sees a broken connection as one, not as the end of the stream. */
  private void resetClient() {
    try {
      client.setSoLinger(true, 0);
    } catch (IOException e) {
      // closed already
    }
  }

  @FunctionalInterface
  private interface Observer {
    void bytes(byte[] bytes, int length);
  }

  private static void copy(InputStream from, OutputStream to, int size, Observer observer)
      throws IOException {
    byte[] buffer = new byte[size];
    int length;
    while ((length = from.read(buffer)) >= 0) {
      observer.bytes(buffer, length);
      to.write(buffer, 0, length);
    }
  }

  /** Waits until all that FFmpeg wrote before it closed has been sent on. */
  void awaitSent(long nanos) throws InterruptedException {
    sent.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Ends both directions; may be called again, from any thread. */
  @Override
  public void close() {
    closeQuietly(server);
    closeQuietly(client);
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  private static void joinUninterrupted(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
