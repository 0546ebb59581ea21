package sluice.app.remote;

import java.io.ByteArrayOutputStream;
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
 * Reads the body of an answer up to a size; one that is larger is empty, and its rest is dropped
 * with its connection.
 *
 * @param mostBytes of a body that is read
 */
record LimitedBody(int mostBytes) implements BodyHandler<Optional<byte[]>> {
  @Override
  public BodySubscriber<Optional<byte[]>> apply(ResponseInfo info) {
    return new Bytes();
  }

  /** Called by one thread at a time. */
  private final class Bytes implements BodySubscriber<Optional<byte[]>> {
    private final CompletableFuture<Optional<byte[]>> result = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<Optional<byte[]>> getBody() {
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
      for (ByteBuffer each : buffers) {
        if (each.remaining() > mostBytes - body.size()) {
          running.cancel();
          result.complete(Optional.empty());
          return;
        }
        byte[] part = new byte[each.remaining()];
        each.get(part);
        body.writeBytes(part);
      }
      running.request(1);
    }

    @Override
    public void onError(Throwable failure) {
      result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      result.complete(Optional.of(body.toByteArray()));
    }
  }
}
