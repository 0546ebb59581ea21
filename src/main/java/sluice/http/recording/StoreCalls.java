package sluice.http.recording;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import sluice.http.routing.ApiRequest;
import sluice.http.routing.Responses;
import sluice.http.routing.Route;

/**
 * Calls of a store of recordings, on threads that the disk may block. Where there is no store they
 * answer that nothing is recorded. Thread-safe.
 */
final class StoreCalls {
  private final Supplier<Optional<RecordingPort>> store;
  private final BlockingCalls calls;

  /**
   * No calls yet.
   *
   * @param store asked for each call
   * @param threads that may be blocked
   * @param most calls that run or wait for a thread, above 0
   */
  StoreCalls(Supplier<Optional<RecordingPort>> store, Executor threads, int most) {
    this.store = store;
    this.calls = new BlockingCalls(threads, most);
  }

  /** Answers by what the store says; the work may block. */
  CompletionStage<HttpResponse> call(Function<RecordingPort, HttpResponse> work) {
    return store
        .get()
        .map(port -> calls.call(() -> work.apply(port)))
        .orElseGet(() -> CompletableFuture.completedStage(noStore()));
  }

  /** A handler of requests, which may block. */
  Route.Handler handler(BiFunction<ApiRequest, RecordingPort, HttpResponse> handler) {
    return call -> call(port -> handler.apply(call, port));
  }

  private static HttpResponse noStore() {
    return Responses.problem(
        404,
        "no-recordings",
        "Nothing is recorded",
        "no stream is recorded here; recording.mode of a stream, or of sluice.defaults, begins"
            + " that");
  }
}
