package sluice.stage.sink;

import java.util.concurrent.CompletionStage;
import sluice.core.SourceInfo;
import sluice.core.message.StateChange;
import sluice.core.scene.EventPicture;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneSettings;

/**
 * A sink of a stream, which outlives the runs of the stream: the first run opens it, {@link
 * #finish} closes it, once. Thread-safe; no method blocks.
 */
public interface StreamSink {

  /** What users call it. */
  String name();

  /**
   * What takes the results of one run; the first one opens the sink.
   *
   * @param source what that run reads
   */
  ResultReceiver forRun(SourceInfo source);

  /** Something happened in the stream's scene. In order; a sink of frames alone doesn't care. */
  default void happened(SceneEvent event) {}

  /**
   * The same, with a way to the best picture of the object that it tells of.
   *
   * @param picture asked for only where it is wanted
   */
  default void happened(SceneEvent event, EventPicture picture) {
    happened(event);
  }

  /** What is watched in the stream's scene from here on. */
  default void watching(SceneSettings settings) {}

  /** The stream has come into a state. */
  default void entered(StateChange change) {}

  /** Its health, with what its queue had to drop. */
  SinkHealth health();

  /**
   * Writes what waits and closes the output; one that no run has opened is given up untouched.
   *
   * @return what was done, or the failure that ended the sink
   */
  CompletionStage<SinkReport> finish();

  /**
   * Gives up a sink that does not finish: it writes nothing more, and ends as soon as what it hangs
   * in returns. {@link #finish} still completes then.
   */
  void abandon();
}
