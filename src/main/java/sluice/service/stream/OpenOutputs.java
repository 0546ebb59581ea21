package sluice.service.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Open sinks of a stream, if any, and those that are being finished, by number. For one thread. */
final class OpenOutputs {
  private final StreamOutputs.Opener opener;
  private @Nullable StreamOutputs open;
  private @Nullable OutputSettings settings;
  private final Map<Integer, StreamOutputs> finishing = new HashMap<>();
  private int number;

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

  /**
   * Finishes them.
   *
   * @param then called when they are, perhaps on another thread, with the returned number; also
   *     where none was open
   * @return the number of this finishing
   */
  int finish(IntConsumer then) {
    StreamOutputs outputs = open;
    open = null;
    int mine = ++number;
    if (outputs == null) {
      then.accept(mine);
    } else {
      finishing.put(mine, outputs);
      outputs.finish().thenRun(() -> then.accept(mine));
    }
    return mine;
  }

  /** Those with this number are finished. */
  void finished(int number) {
    finishing.remove(number);
  }

  /** Gives up those that are being finished under this number. */
  void abandon(int number) {
    StreamOutputs outputs = finishing.get(number);
    if (outputs != null) {
      outputs.abandon();
    }
  }
}
