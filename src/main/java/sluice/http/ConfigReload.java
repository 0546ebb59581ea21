package sluice.http;

import java.util.List;
import java.util.concurrent.CompletionStage;
import sluice.config.Problem;

/** Reads the configuration again and applies what differs. Thread-safe. */
public interface ConfigReload {

  /** Completes when the new configuration is in force, or was refused and changed nothing. */
  CompletionStage<Outcome> reload();

  /** What came of it. */
  sealed interface Outcome {

    /**
     * It is in force. Entries are named by path, as in {@code streams.lobby}.
     *
     * @param added new ones
     * @param changed those that are set otherwise
     * @param removed those that are gone
     * @param left those that are as they were, untouched
     * @param atRestart settings that differ but are taken only when the service starts again
     */
    record Applied(
        List<String> added,
        List<String> changed,
        List<String> removed,
        List<String> left,
        List<String> atRestart)
        implements Outcome {
      /** Keeps its own copies of the lists. */
      public Applied {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        left = List.copyOf(left);
        atRestart = List.copyOf(atRestart);
      }
    }

    /**
     * It can't be used; everything is as before.
     *
     * @param problems all that is wrong with it
     */
    record Refused(List<Problem> problems) implements Outcome {
      /** Keeps its own copy of the list. */
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }
}
