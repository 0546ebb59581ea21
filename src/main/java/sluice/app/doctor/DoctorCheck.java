package sluice.app.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Check of one thing that Sluice needs. It is run once, on a thread of its own, and left behind
 * there when it takes too long.
 */
public interface DoctorCheck {

  /** What is looked at, in a word that stands for it in the output; checks may share one. */
  String name();

  /** What of it this check looks at, where several have the name; for a check that is silent. */
  default String subject() {
    return "";
  }

  /** The time that it may take, above 0, where that is not what others have. */
  default Optional<Duration> limit() {
    return Optional.empty();
  }

  /**
   * Looks. May block; leaves nothing behind on the machine. What it throws becomes a problem with
   * the failure's own words.
   *
   * @return what was found, at least one finding, in the order in which it is shown
   */
  List<Finding> run();
}
