package sluice.service.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sinks that a stream has open, if it has any open. For one thread. */
final class OpenOutputs {
  private final StreamOutputs.Opener opener;
  private @Nullable StreamOutputs open;
  private @Nullable StreamSpec spec;

  OpenOutputs(StreamOutputs.Opener opener) {
    this.opener = opener;
  }

  /** Those that are open, or new ones. */
  StreamOutputs of(StreamSpec wanted) {
    StreamOutputs outputs = open;
    if (outputs == null) {
      outputs = opener.open(wanted);
      open = outputs;
      spec = wanted;
    }
    return outputs;
  }

  boolean areOpen() {
    return open != null;
  }

  /** Whether they would do for a stream with other settings. */
  boolean fit(StreamSpec other) {
    return spec == null || open == null || spec.writesAs(other);
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
      outputs.finish().thenRun(then);
    }
  }
}
