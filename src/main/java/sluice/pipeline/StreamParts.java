package sluice.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.core.FrameLedger;
import sluice.core.StreamObserver;
import sluice.stage.inference.InferenceQueue;
import sluice.stage.postprocess.Postprocessor;
import sluice.stage.sink.ResultReceiver;

/**
 * What one graph of a stream is made of; {@link StreamAssembly} puts it together. All of it but the
 * feed, the ledger and the result stages is used by this graph alone, and ended with it.
 *
 * @param id the stream's name
 * @param reading the decoder thread, which brings the frames
 * @param ledger where the feed opens its frames
 * @param preparation fills the model's input; closed at the end
 * @param queue the stream's place at its model; left at the end
 * @param regions of its pictures, an inference each; null: the whole picture
 * @param postprocessor reads the outputs
 * @param stages the session's result stages; borrowed, they outlive the graph
 * @param receivers receivers of the results; completed at the end
 * @param observer notified of what happens
 */
record StreamParts(
    String id,
    FeedThread reading,
    FrameLedger ledger,
    InputPreprocessor preparation,
    InferenceQueue queue,
    @Nullable PictureRegions regions,
    Postprocessor postprocessor,
    ResultStageChain stages,
    List<? extends ResultReceiver> receivers,
    StreamObserver observer) {

  /** Keeps its own copy of the list. */
  StreamParts {
    receivers = List.copyOf(receivers);
  }
}
