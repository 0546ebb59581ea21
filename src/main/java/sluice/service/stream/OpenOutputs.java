package sluice.service.stream;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Open sinks of a stream, if any, and those that are being finished. For one thread. */
final class OpenOutputs {
  private final StreamOutputs.Opener opener;
  private @Nullable StreamOutputs open;
  private @Nullable OutputSettings settings;
  private final Set<Integer> abandoned = new HashSet<>();
  private @Nullable StreamOutputs finishing;
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
   * @param then called when they are, perhaps on another thread, with the number of this finishing;
   *     also where none was open
   */
  void finish(IntConsumer then) {
    StreamOutputs outputs = open;
    open = null;
    finishing = outputs;
    int mine = ++number;
    if (outputs == null) {
      then.accept(mine);
    } else {
      outputs.finish().thenRun(() -> then.accept(mine));
    }
  }

  /**
   * Those with this number are finished.
   *
   * @return whether they had been abandoned
   */
  boolean finished(int number) {
    if (number == this.number) {
      finishing = null;
    }
    return abandoned.remove(number);
  }

  /** Gives up those that are being finished. */
  void abandon() {
    StreamOutputs outputs = finishing;
    if (outputs != null) {
      abandoned.add(number);
      outputs.abandon();
    }
  }
}
