package sluice.stage.sink.webhook;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import sluice.core.Failures;
import sluice.core.util.FileFailure;
import sluice.core.util.MessageText;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.video.tls.ServerTrust;

/**
 * Sends requests to one receiver, over connections that are kept open between them. Redirects are
 * not followed, and proxies not used. For one thread.
 */
final class WebhookClient implements AutoCloseable {
  /** For the connection, the handshake of TLS included. */
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final String where;
  private final Duration limit;
  private final Optional<ServerTrust> trust;
  private final ExecutorService threads;
  private final HttpClient client;

  /**
   * Opens no connection.
   *
   * @param config where the receiver is, and by whose authorities it is trusted
   * @param name of its threads, before their number
   * @param limit for an answer as a whole
   * @throws sluice.core.SluiceException INPUT for a file of authorities that can't be used
   */
  WebhookClient(WebhookSinkConfig config, String name, Duration limit) {
    this.where = config.url().toString();
    this.limit = limit;
    this.trust =
        config.url().isTls()
            ? Optional.of(ServerTrust.of(config.caFile(), config.url().host()))
            : Optional.empty();
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1) // else it offers h2c to every receiver
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT_LIMIT)
            .executor(threads);
    trust.ifPresent(tls -> builder.sslContext(tls.context()));
    this.client = builder.build();
  }

  /**
   * Sends a request and waits for the answer; one that doesn't end counts as far as it came.
   *
   * @throws DeliveryException when no answer begins in time, or there is no connection
   * @throws InterruptedException when the calling thread is interrupted: the request is given up
   */
  Answer send(HttpRequest request) throws DeliveryException, InterruptedException {
    AnswerReader reader = new AnswerReader();
    CompletableFuture<HttpResponse<Boolean>> pending = client.sendAsync(request, reader);
    try {
      HttpResponse<Boolean> response = pending.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return reader.answer(response).orElseThrow();
    } catch (TimeoutException e) {
      return reader.answer(null).orElseThrow(() -> silent(limit));
    } catch (ExecutionException e) {
      Optional<Answer> begun = reader.answer(null);
      if (begun.isPresent()) {
        return begun.get();
      }
      throw failure(Failures.unwrap(e));
    } finally {
      pending.cancel(true);
    }
  }

  private DeliveryException silent(Duration waited) {
    return new DeliveryException(
        "%s gives no answer within %d s; see whether the receiver hangs"
            .formatted(where, waited.toSeconds()));
  }

  private DeliveryException failure(Throwable cause) {
    return switch (cause) {
      case HttpConnectTimeoutException e ->
          new DeliveryException(
              "no connection to %s within %d s; see whether the machine is there%s"
                  .formatted(
                      where,
                      CONNECT_LIMIT.toSeconds(),
                      trust.isPresent() ? " and speaks TLS at this port" : ""),
              e);
      case HttpTimeoutException _ -> silent(limit);
      case ConnectException e ->
          new DeliveryException(
              where + " takes no connection; see whether the receiver runs there", e);
      case SSLException e -> new DeliveryException(where + ": " + tlsReason(e), e);
      case IOException e ->
          new DeliveryException(
              where + " broke the connection off before an answer came (" + said(e) + ")", e);
      default ->
          new DeliveryException(
              where + ": the request could not be sent (" + said(cause) + ")", cause);
    };
  }

  private String tlsReason(SSLException failure) {
    return trust
        .flatMap(ServerTrust::refusal)
        .orElseGet(
            () ->
                "TLS failed: "
                    + MessageText.oneLine(FileFailure.reason(failure))
                    + "; check scheme and port of the address");
  }

  private static String said(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank() ? "no reason given" : MessageText.oneLine(message);
  }

  /** Gives up what runs, and waits a while for its threads to end. */
  @Override
  public void close() {
    client.shutdownNow();
    try {
      client.awaitTermination(CLOSE_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
