package sluice.video.proxy;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One connection of FFmpeg's through the proxy: copies bytes both ways, each on a virtual thread,
 * until either side ends. Owns both sockets.
 */
final class ProxiedConnection implements AutoCloseable {
  /** For what a server says before it leaves, such as an alert of TLS. */
  private static final Duration LAST_WORD = Duration.ofSeconds(1);

  /** Bytes that wait between server and FFmpeg beside the system's default of the other socket. */
  private static final int SEND_BUFFER = 256 * 1024;

  private final Socket client;
  private final Socket server;
  private final ResponseWatcher watcher;
  private final Consumer<IOException> broken;
  private final Object clientLock = new Object();
  private final CountDownLatch sent = new CountDownLatch(1);
  private final AtomicBoolean brokenOff = new AtomicBoolean();
  private volatile boolean closing;

  /**
   * A connection that has not begun.
   *
   * @param client FFmpeg's side, connected
   * @param server the server's side, connected
   * @param broken hears where the server's side broke off instead of ending
   */
  ProxiedConnection(
      Socket client, Socket server, ResponseWatcher watcher, Consumer<IOException> broken) {
    this.client = client;
    this.server = server;
    this.watcher = watcher;
    this.broken = broken;
  }

  /**
   * Copies until both directions have ended; to be called once, on a virtual thread.
   *
   * @param header what the server gets first
   * @param relay copies in both directions
   * @param ended hears, once, when both have
   */
  void run(byte[] header, Relay relay, Consumer<ProxiedConnection> ended) {
    Thread answers =
        Thread.ofVirtual().name("sluice-proxy-answers").start(() -> copyFromServer(relay));
    try {
      client.setSendBufferSize(SEND_BUFFER);
      send(header, header.length);
      relay.requests(client.getInputStream(), this::send);
    } catch (ServerGone e) {
      join(answers, LAST_WORD);
      breakOff(e);
    } catch (IOException e) {
      // FFmpeg has gone: the server is told by the close.
    } finally {
      sent.countDown();
      close();
      join(answers, Duration.ZERO);
      ended.accept(this);
    }
  }

  /** The server takes nothing any more. Why, may be in what can still be read from it. */
  private static final class ServerGone extends IOException {
    private static final long serialVersionUID = 1L;

    ServerGone(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** Ends the client's side as the server's ended: in order, or broken off. */
  private void copyFromServer(Relay relay) {
    try {
      relay.answers(server.getInputStream(), this::answer, this::deliver);
    } catch (IOException e) {
      breakOff(e);
    } finally {
      closeQuietly(client);
    }
  }

  private void send(byte[] bytes, int length) throws IOException {
    try {
      server.getOutputStream().write(bytes, 0, length);
    } catch (IOException e) {
      throw new ServerGone(e);
    }
  }

  private void answer(byte[] bytes, int length) throws IOException {
    if (!watcher.isDone()) {
      watcher.accept(bytes, length);
    }
    deliver(bytes, length);
  }

  /** The server's side; stays this connection's. */
  Socket server() {
    return server;
  }

  /** Sends FFmpeg what nothing is to be learned from; from any thread, whole. */
  void deliver(byte[] bytes, int length) throws IOException {
    synchronized (clientLock) {
      client.getOutputStream().write(bytes, 0, length);
    }
  }

  /** So that FFmpeg sees a broken connection as one, not as the end of the stream. */
  private void breakOff(IOException reason) {
    if (closing || brokenOff.getAndSet(true)) {
      return;
    }
    broken.accept(reason);
    try {
      client.setSoLinger(true, 0);
    } catch (IOException e) {
      // closed already
    }
  }

  /** Waits until all that FFmpeg wrote before it closed has been sent on. */
  void awaitSent(long nanos) throws InterruptedException {
    sent.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Ends both directions; may be called again, from any thread. */
  @Override
  public void close() {
    closing = true;
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

  /** Waits for a thread's end; zero: without limit, for a thread whose sockets are closed. */
  private static void join(Thread thread, Duration limit) {
    try {
      thread.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
