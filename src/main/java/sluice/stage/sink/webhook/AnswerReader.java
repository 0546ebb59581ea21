package sluice.stage.sink.webhook;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads the beginning of an answer and drops the rest with its connection. Knows what has come so
 * far, for answers that never end. For one answer. Thread-safe.
 */
final class AnswerReader implements BodyHandler<Boolean> {
  /** Bytes of the body that are read. */
  static final int MOST_BYTES = 1024;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable ResponseInfo info;

  @Override
  public BodySubscriber<Boolean> apply(ResponseInfo begun) {
    synchronized (this) {
      info = begun;
    }
    return new FirstBytes();
  }

  /**
   * What has come: absent where it is no status yet.
   *
   * @param response the whole of it; null where it hasn't ended
   */
  synchronized Optional<Answer> answer(@Nullable HttpResponse<Boolean> response) {
    ResponseInfo begun = info;
    if (begun == null) {
      return Optional.empty();
    }
    HttpHeaders headers = begun.headers();
    return Optional.of(
        new Answer(
            begun.statusCode(),
            headers.firstValue("Retry-After"),
            headers.firstValue("Server"),
            response == null
                ? Optional.empty()
                : response.sslSession().map(session -> session.getProtocol()),
            body.toByteArray(),
            response != null && response.body()));
  }

  /** Keeps bytes; whether there is place for more. */
  private synchronized boolean keep(List<ByteBuffer> buffers) {
    for (ByteBuffer each : buffers) {
      byte[] part = new byte[Math.min(each.remaining(), MOST_BYTES - body.size())];
      each.get(part);
      body.writeBytes(part);
    }
    return body.size() < MOST_BYTES;
  }

  /** Its result is whether the body was read to its end. */
  private final class FirstBytes implements BodySubscriber<Boolean> {
    private final CompletableFuture<Boolean> result = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<Boolean> getBody() {
      return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
      subscription = begun;
      begun.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      Flow.Subscription running = subscription;
      if (running == null || result.isDone()) {
        return;
      }
      if (keep(buffers)) {
        running.request(1);
      } else {
        running.cancel();
        result.complete(false);
      }
    }

    @Override
    public void onError(Throwable failure) {
      result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      result.complete(true);
    }
  }
}
