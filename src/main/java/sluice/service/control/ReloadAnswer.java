package sluice.service.control;

import java.util.List;
import sluice.config.binding.Problem;

/** Outcome of a reload of the configuration. */
public sealed interface ReloadAnswer {

  /** It is invalid; nothing has changed. */
  record Refused(List<Problem> problems) implements ReloadAnswer {
    /** Keeps its own copy of the list. */
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /**
   * It is in force.
   *
   * @param streams what became of streams
   * @param models what became of models; a changed one is compiled beside the old one, and its
   *     streams move over
   * @param atNextStart sections that have changed and count when the service starts again
   */
  record Done(ConfigDiff streams, ConfigDiff models, List<String> atNextStart)
      implements ReloadAnswer {
    /** Keeps its own copy of the list. */
    public Done {
      atNextStart = List.copyOf(atNextStart);
    }
  }

  /** It can't be persisted, so it was not made. */
  record NotKept(String message) implements ReloadAnswer {}
}
