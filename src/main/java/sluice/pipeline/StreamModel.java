package sluice.pipeline;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.stage.inference.InferenceQueue;
import sluice.stage.inference.RequestPool;
import sluice.stage.postprocess.Postprocessor;

/**
 * A compiled model as one stream uses it: what {@link StreamSession#attach} takes. It borrows the
 * model, which must stay open until the session says that it is free.
 *
 * @param pool the model's requests
 * @param prefetch prepared frames of the stream that wait behind the requests, 0 or more
 * @param maxAge a frame older than this is dropped when its turn comes; null for no limit
 * @param preparation makes what fills the model's input, for each graph anew; the graph closes it
 * @param postprocessor reads the model's outputs; without state
 */
public record StreamModel(
    RequestPool pool,
    int prefetch,
    @Nullable Duration maxAge,
    Supplier<? extends InputPreprocessor> preparation,
    Postprocessor postprocessor) {

  /** Frames that the stream may have prepared, waiting and in flight at the same time. */
  public int parallelism() {
    return pool.requests() + prefetch;
  }

  /** A place at the requests, which the caller leaves. */
  public InferenceQueue join() {
    return pool.join(parallelism(), maxAge);
  }
}
