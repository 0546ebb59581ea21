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
 * @param regions of the stream's pictures, an inference each; null: the whole picture
 */
public record StreamModel(
    RequestPool pool,
    int prefetch,
    @Nullable Duration maxAge,
    Supplier<? extends InputPreprocessor> preparation,
    Postprocessor postprocessor,
    @Nullable PictureRegions regions) {

  /** Frames of regions, at least: the next one is prepared while the last one's are inferred. */
  private static final int LEAST_OF_REGIONS = 2;

  /** A model that is asked of whole pictures. */
  public StreamModel(
      RequestPool pool,
      int prefetch,
      @Nullable Duration maxAge,
      Supplier<? extends InputPreprocessor> preparation,
      Postprocessor postprocessor) {
    this(pool, prefetch, maxAge, preparation, postprocessor, null);
  }

  /**
   * Frames that the stream may have prepared, waiting and in flight at the same time: as many as
   * keep the requests busy, and no more memory is made than for those.
   */
  public int parallelism() {
    int inferences = pool.requests() + prefetch;
    return regions == null
        ? inferences
        : Math.max(LEAST_OF_REGIONS, Math.ceilDiv(inferences, regions.most()));
  }

  /** A place at the requests, which the caller leaves. */
  public InferenceQueue join() {
    return pool.join(parallelism(), regions == null ? 1 : regions.most(), maxAge);
  }

  /** What fills the model's input for one graph, which closes it. */
  InputPreprocessor newPreparation() {
    return regions == null ? preparation.get() : new RegionPreprocessor(preparation);
  }
}
