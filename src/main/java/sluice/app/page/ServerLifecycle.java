package sluice.app.page;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.http.HttpServer;

/** Lifecycle of an HTTP server: start and shutdown from a thread that may block. */
public final class ServerLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLifecycle.class);

  private ServerLifecycle() {}

  /**
   * Waits until a server listens.
   *
   * @param what it is, for messages
   * @throws SluiceException when it can't
   */
  public static HttpServer await(CompletionStage<HttpServer> starting, String what) {
    try {
      return starting.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw Failures.known(what + " does not start", e);
    }
  }

  /** Ends a server in order, as far as it does within that time, and twice that at most. */
  public static void close(HttpServer server, Duration lastAnswers) {
    try {
      server
          .stop(lastAnswers)
          .toCompletableFuture()
          .orTimeout(2 * lastAnswers.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      LOG.warn("HTTP did not end in order: {}", Failures.reason(Failures.unwrap(e)));
    }
  }
}
