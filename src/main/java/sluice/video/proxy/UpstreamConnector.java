package sluice.video.proxy;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import sluice.core.Failures;

/**
 * Connector to an {@link Upstream} that can be given up at any time: it connects on a virtual
 * thread while the caller asks whether it still wants it.
 */
public final class UpstreamConnector {
  private static final long ASK_MILLIS = 20;

  private UpstreamConnector() {}

  /**
   * Connects, with the handshake of TLS.
   *
   * @param limit for connecting, and again for the handshake; zero for none
   * @param unwanted asked while it waits; once it holds, the attempt is given up
   * @return the connection, the caller's to close; absent where it was given up
   * @throws sluice.video.tls.TlsFailure when the server's certificate is refused
   * @throws IOException when there is no connection
   */
  public static Optional<Socket> connect(
      Upstream upstream, Duration limit, BooleanSupplier unwanted) throws IOException {
    Socket socket = Upstream.socket();
    FutureTask<Socket> attempt = new FutureTask<>(() -> upstream.connect(socket, limit));
    Thread.ofVirtual().name("sluice-connect").start(attempt);
    boolean connected = false;
    try {
      while (!unwanted.getAsBoolean()) {
        try {
          Socket ready = attempt.get(ASK_MILLIS, TimeUnit.MILLISECONDS);
          connected = true;
          return Optional.of(ready);
        } catch (TimeoutException e) {
          // not yet
        }
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException refused) {
        throw refused;
      }
      throw Failures.unchecked("the connection to " + upstream.host(), e);
    } finally {
      if (!connected) {
        ProxiedConnection.closeQuietly(socket);
      }
    }
  }
}
