package sluice.app.tune;

import java.util.List;
import sluice.tune.TuneOutcome;

/**
 * Report of a parameter search: its result, and how to use it.
 *
 * @param outcome what it found
 * @param block an entry of the service's configuration, in HOCON; lines ended by line feeds
 * @param flags the same for {@code sluice detect}
 */
public record TuneReport(TuneOutcome outcome, String block, List<String> flags) {

  /** Keeps its own copy of the list. */
  public TuneReport {
    flags = List.copyOf(flags);
  }
}
