package sluice.service.stream;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Open sinks of a stream, if any. For one thread. */
final class OpenOutputs {
  private static final Logger LOG = LoggerFactory.getLogger(OpenOutputs.class);

  private final StreamOutputs.Opener opener;
  private @Nullable StreamOutputs open;
  private @Nullable OutputSettings settings;

  OpenOutputs(StreamOutputs.Opener opener) {
    this.opener = opener;
  }

  /** Those that are open, or new ones. */
  StreamOutputs of(StreamSpec spec) {
    StreamOutputs outputs = open;
    if (outputs == null) {
      OutputSettings wanted = spec.outputs();
      outputs = opener.open(wanted);
      open = outputs;
      settings = wanted;
    }
    return outputs;
  }

  boolean areOpen() {
    return open != null;
  }

  /** Whether they would do for a stream with other settings. */
  boolean fit(StreamSpec other) {
    return open == null || other.outputs().equals(settings);
  }

  List<SinkStatus> status() {
    return open == null ? List.of() : open.status();
  }

  /** Finishes them; then, perhaps on another thread, the callback is called. */
  void finish(Runnable then) {
    StreamOutputs outputs = open;
    open = null;
    if (outputs == null) {
      then.run();
    } else {
      CompletionStage<Void> finished;
      try {
        finished = outputs.finish();
      } catch (RuntimeException failure) {
        LOG.error("sinks could not be finished", failure);
        finished = CompletableFuture.completedStage(null);
      }
      finished.whenComplete((done, failure) -> then.run());
    }
  }
}
