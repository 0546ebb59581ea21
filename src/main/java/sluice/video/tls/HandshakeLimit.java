package sluice.video.tls;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Closes a socket when its handshake takes too long as a whole; the socket's own limit counts anew
 * with each byte.
 */
final class HandshakeLimit implements AutoCloseable {
  private enum State {
    RUNNING,
    DONE,
    EXPIRED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final CountDownLatch done = new CountDownLatch(1);

  /** Begins now. */
  HandshakeLimit(Socket socket, Duration limit) {
    Thread.ofVirtual().name("tls-handshake-limit").start(() -> watch(socket, limit));
  }

  private void watch(Socket socket, Duration limit) {
    try {
      if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)
          && state.compareAndSet(State.RUNNING, State.EXPIRED)) {
        socket.close();
      }
    } catch (InterruptedException | IOException e) {
      Thread.currentThread().interrupt(); // nothing more to do on this thread
    }
  }

  /** Whether the limit was passed; if not, it won't be any more. */
  boolean isExpired() {
    return !state.compareAndSet(State.RUNNING, State.DONE) && state.get() == State.EXPIRED;
  }

  @Override
  public void close() {
    state.compareAndSet(State.RUNNING, State.DONE);
    done.countDown();
  }
}
