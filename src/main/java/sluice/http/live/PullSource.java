package sluice.http.live;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * Pull-based source: computes an element when the client demands one, so that it is as new as it
 * can be, and nothing is made for a client without demand. Thread-safe; nothing blocks.
 *
 * @param <T> what is given
 */
final class PullSource<T> {
  private final Supplier<Optional<T>> next;
  private @Nullable CompletableFuture<Optional<T>> waiting;
  private boolean ended;

  /**
   * A source.
   *
   * @param next the next element, where there is one; called by one thread at a time
   */
  PullSource(Supplier<Optional<T>> next) {
    this.next = next;
  }

  /** The elements, until {@link #end}. To be run once. */
  Source<T, NotUsed> source() {
    return Source.unfoldAsync(
        this,
        self -> self.take().thenApply(taken -> taken.map(element -> Pair.create(self, element))));
  }

  private synchronized CompletionStage<Optional<T>> take() {
    Optional<T> element = next.get();
    if (element.isPresent() || ended) {
      return CompletableFuture.completedStage(element);
    }
    CompletableFuture<Optional<T>> promise = new CompletableFuture<>();
    waiting = promise;
    return promise;
  }

  /** There may be an element now. */
  void news() {
    CompletableFuture<Optional<T>> promise;
    Optional<T> element;
    synchronized (this) {
      promise = waiting;
      element = promise == null ? Optional.empty() : next.get();
      if (promise == null || (element.isEmpty() && !ended)) {
        return;
      }
      waiting = null;
    }
    promise.complete(element);
  }

  /** Completes the source after the elements that are there now. */
  void end() {
    synchronized (this) {
      ended = true;
    }
    news();
  }
}
