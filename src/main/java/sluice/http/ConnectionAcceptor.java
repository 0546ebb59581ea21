package sluice.http;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.IncomingConnection;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import sluice.http.access.ConnectionLimiter;

/**
 * Acceptor of connections: hands the requests of those that are admitted to the handler. Pekko HTTP
 * itself has one limit for all and a timeout that each byte prolongs. Thread-safe.
 */
final class ConnectionAcceptor {
  private static final int SWITCHING_PROTOCOLS = 101;

  private final ActorSystem<?> system;
  private final ConnectionLimiter limiter;
  private final Function<HttpRequest, CompletionStage<HttpResponse>> handler;

  ConnectionAcceptor(
      ActorSystem<?> system,
      ConnectionLimiter limiter,
      Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    this.system = system;
    this.limiter = limiter;
    this.handler = handler;
  }

  /** Begins to listen; fails where that can't be. */
  CompletionStage<ServerBinding> bind(ServerBuilder builder) {
    return builder.connectionSource().to(Sink.foreach(this::accept)).run(system);
  }

  /** Cuts overdue connections from now on, until it is cancelled. */
  Cancellable watch() {
    Duration round = limiter.round();
    return system
        .scheduler()
        .scheduleWithFixedDelay(round, round, limiter::cutOverdue, system.executionContext());
  }

  private void accept(IncomingConnection incoming) {
    limiter
        .admit(incoming.remoteAddress().getAddress())
        .ifPresentOrElse(
            connection -> serve(incoming, connection),
            () ->
                incoming.handleWith(
                    Flow.fromSinkAndSource(Sink.cancelled(), Source.empty(HttpResponse.class)),
                    Materializer.matFromSystem(system)));
  }

  private void serve(IncomingConnection incoming, ConnectionLimiter.Connection connection) {
    Flow<HttpRequest, HttpResponse, UniqueKillSwitch> flow =
        Flow.of(HttpRequest.class)
            .viaMat(KillSwitches.single(), Keep.right())
            .mapAsync(
                1,
                request -> {
                  connection.requestCame();
                  return handler.apply(request);
                })
            .map(response -> watched(response, connection))
            .watchTermination(
                (cut, done) -> {
                  done.whenComplete((end, failure) -> connection.closed());
                  return cut;
                });
    UniqueKillSwitch cut = incoming.handleWith(flow, Materializer.matFromSystem(system));
    connection.onCut(cut::shutdown);
  }

  /** An answer is over with its last byte; one that changes the protocol, with its connection. */
  private static HttpResponse watched(
      HttpResponse response, ConnectionLimiter.Connection connection) {
    if (response.status().intValue() == SWITCHING_PROTOCOLS) {
      return response;
    }
    if (response.entity() instanceof HttpEntity.Strict) {
      connection.answered();
      return response;
    }
    return response.withEntity(watched(response.entity(), connection));
  }

  /**
   * The entity, whose end is told. Not by {@code transformEntityDataBytes} or {@code getDataBytes}:
   * with chunks both hold one back, so that the end waits for a client that doesn't read, and the
   * first forgets the length.
   */
  private static ResponseEntity watched(
      ResponseEntity entity, ConnectionLimiter.Connection connection) {
    if (entity instanceof org.apache.pekko.http.scaladsl.model.HttpEntity.Chunked chunked) {
      return chunked.copy(
          chunked.contentType(), watched(chunked.chunks().asJava(), connection).asScala());
    }
    OptionalLong length = entity.getContentLengthOption();
    Source<ByteString, Object> bytes = watched(entity.getDataBytes(), connection);
    return length.isPresent()
        ? HttpEntities.create(entity.getContentType(), length.getAsLong(), bytes)
        : HttpEntities.createCloseDelimited(entity.getContentType(), bytes);
  }

  private static <T> Source<T, Object> watched(
      Source<T, Object> parts, ConnectionLimiter.Connection connection) {
    return parts.watchTermination(
        (begun, done) -> {
          done.whenComplete((end, failure) -> connection.answered());
          return begun;
        });
  }

  /** Ends it: no more connections, requests are answered, for that long. */
  CompletionStage<Done> stop(ServerBinding binding, Duration timeout) {
    return binding
        .unbind()
        .thenCompose(
            unbound ->
                limiter
                    .drain()
                    .toCompletableFuture()
                    .completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS))
        .thenApply(
            inTime -> {
              limiter.cutAll();
              return Done.getInstance();
            });
  }
}
