package sluice.service.stream;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.service.model.ModelSlot;
import sluice.service.model.SlotModels;

/**
 * One active run of a stream: its source is being read, and processed once it has its models.
 * Thread-safe.
 */
public interface ActiveRun {

  /** Completes when the source is open; fails when it can't be, or was stopped before. */
  CompletionStage<SourceInfo> opened();

  /**
   * Processes the frames with these models from now on; frames that are in flight with earlier ones
   * are finished there, and none is lost. To be called once the source is open.
   *
   * @param models leased for this run, one for each slot of the stream; a model that stays in its
   *     slot is given again
   * @param spec the stream, of which threshold, labels and greatest age are taken
   * @return completes, never fails, when the run uses nothing of the models any more for this call
   */
  CompletionStage<Void> attach(SlotModels models, StreamSpec spec);

  /** Grows with every sign of life: what the source gives, and each result. */
  long activity();

  /**
   * Whether nothing has to come from the source at the moment: it waits for room, or plays a
   * recording at its own pace. How long that counts is the caller's to limit.
   */
  boolean mayBeSilent();

  /**
   * Why no frame comes, where that is known, in words that follow "no frame came"; empty where the
   * source just says nothing.
   */
  Optional<String> silence();

  /** Where what was opened last is decoded; in the service while nothing was. */
  DecodingPlace place();

  /** Ends it in order: nothing more is read, frames in flight are finished. */
  void stop();

  /** Ends it at once, whatever the decoder is doing; the models are released. */
  void abort(SluiceException cause);

  /** Completes, never fails, when nothing of the run is left. */
  CompletionStage<Outcome> ended();

  /**
   * How a run ended.
   *
   * @param failure why; absent where it ended in order
   * @param failedSlot slot of the model whose device failed; absent where none did
   */
  record Outcome(Optional<SluiceException> failure, Optional<ModelSlot> failedSlot) {}
}
