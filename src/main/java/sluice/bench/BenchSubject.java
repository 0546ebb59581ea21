package sluice.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.jspecify.annotations.Nullable;
import sluice.core.Predictions;
import sluice.pipeline.InputPreprocessor;
import sluice.pipeline.StreamModel;
import sluice.stage.inference.RequestPool;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.result.ResultStage;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceReader;

/**
 * What is measured: a model that is compiled, and a recording whose pictures go through it. All of
 * it stays the caller's, and open while something is measured; only one thing is at a time.
 *
 * @param engine the compiled model
 * @param pool the requests of that engine as streams share them
 * @param prefetch prepared frames of a stream that wait behind its requests, 0 or more
 * @param preparation makes what fills the model's input, for each loop anew
 * @param postprocessor reads its outputs
 * @param location the recording
 * @param opener opens it, as often as it is read
 * @param frameRate its frames a second, above 0
 * @param system where graphs run
 * @param objects how streams follow objects; absent where they don't
 */
public record BenchSubject(
    MeteredEngine engine,
    RequestPool pool,
    int prefetch,
    Supplier<? extends InputPreprocessor> preparation,
    Postprocessor postprocessor,
    SourceLocation location,
    SourceReader.Opener opener,
    double frameRate,
    ClassicActorSystemProvider system,
    Optional<FollowedObjects> objects) {

  /** The stages of a stream's results, made anew. */
  List<ResultStage> stages() {
    return objects.stream().<ResultStage>map(each -> each.stage().get()).toList();
  }

  /** What a stream found, as other modes find it. */
  Predictions counted(Predictions predictions) {
    return objects.map(each -> each.counted(predictions)).orElse(predictions);
  }

  /** Frames that a stream has prepared, waiting and in flight at the same time. */
  int parallelism() {
    return model(null).parallelism();
  }

  /**
   * The model as one stream uses it.
   *
   * @param maxAge a frame older than this is dropped when its turn comes; null for no limit
   */
  StreamModel model(@Nullable Duration maxAge) {
    return new StreamModel(
        pool,
        prefetch,
        maxAge,
        preparation,
        objects.map(FollowedObjects::postprocessor).orElse(postprocessor));
  }
}
