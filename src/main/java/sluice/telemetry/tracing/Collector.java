package sluice.telemetry.tracing;

import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import sluice.config.settings.TracingConfig;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;

/**
 * The server that takes spans, by OTLP over HTTP. A request that is not answered in its time is
 * given up, also one whose answer comes in drops. For one thread.
 */
final class Collector {
  /** Logs each failure with a stack trace; held, for the JDK forgets loggers that nobody holds. */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  /** What a request is given beyond its own limits, before it is interrupted. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private static final long IDLE_SECONDS = 30;

  private final URI endpoint;
  private final Duration timeout;
  private final OtlpHttpSpanExporter exporter;
  private final ExecutorService requests;
  private volatile @Nullable Thread requesting;

  private Collector(TracingConfig config, URI endpoint) {
    this.endpoint = endpoint;
    timeout = config.timeout();
    requests = requests();
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint.toString())
            .setTimeout(timeout)
            .setConnectTimeout(timeout)
            .setRetryPolicy(null)
            .setExecutorService(requests);
    config.headers().forEach((name, value) -> builder.addHeader(name, value.reveal()));
    config.caFile().ifPresent(file -> builder.setTrustedCertificates(certificates(file)));
    exporter = builder.build();
  }

  /**
   * The server that is configured; it is not connected to yet.
   *
   * @throws SluiceException USAGE when the certificates can't be used
   */
  static Collector of(TracingConfig config) {
    LIBRARY.setLevel(Level.OFF);
    return new Collector(config, config.endpoint().orElseThrow());
  }

  private static byte[] certificates(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.USAGE, "sluice.tracing.ca-file: " + file + ": " + Failures.reason(e), e);
    }
  }

  /** One request at a time; where one is stuck, the next is refused and not kept. */
  private ExecutorService requests() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            task -> {
              Thread thread =
                  Thread.ofPlatform().daemon().name("sluice-traces-http").unstarted(task);
              requesting = thread;
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** The address for messages: without what its query may hold. */
  String address() {
    return "%s://%s%s".formatted(endpoint.getScheme(), endpoint.getAuthority(), endpoint.getPath());
  }

  /**
   * Sends spans and waits for the answer.
   *
   * @return why they were not taken, in one line; absent where they were
   * @throws InterruptedException when interrupted while waiting; the request is given up then
   */
  Optional<String> send(Collection<SpanData> spans) throws InterruptedException {
    try {
      CompletableResultCode result = exporter.export(spans);
      result.join(timeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
      if (Thread.interrupted()) { // the library's wait keeps it to itself
        giveUpRequest();
        throw new InterruptedException();
      }
      if (!result.isDone()) {
        giveUpRequest();
        return Optional.of(timedOut());
      }
      return result.isSuccess() ? Optional.empty() : Optional.of(reason(result));
    } catch (RejectedExecutionException e) {
      return Optional.of("the request before is still under way");
    }
  }

  private void giveUpRequest() {
    Thread thread = requesting;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private String timedOut() {
    return "no answer within " + timeout.toMillis() + " ms";
  }

  private String reason(CompletableResultCode result) {
    Throwable failure = result.getFailureThrowable();
    if (failure instanceof HttpExportException http) {
      if (http.failedWithResponse() && http.getResponse() != null) {
        return "it answered " + http.getResponse().getStatusCode();
      }
      failure = http.getCause();
    }
    return switch (failure) {
      case HttpTimeoutException _ -> timedOut();
      case ConnectException refused when refused.getCause() instanceof UnresolvedAddressException ->
          "its name is not known";
      case ConnectException _ -> "nothing answers there";
      case SSLException _ -> "its certificate is not trusted, or it has no TLS";
      case null, default -> "the connection ended, or the answer can't be read";
    };
  }

  /** Ends; a request that is under way is given up. Waits for that as long as the limit says. */
  void close(Duration limit) {
    CompletableResultCode end = exporter.shutdown();
    requests.shutdownNow();
    end.join(limit.toMillis(), TimeUnit.MILLISECONDS);
  }
}
