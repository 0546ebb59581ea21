package sluice.service.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A model as the service has it.
 *
 * @param name as the configuration calls it
 * @param state what it is doing
 * @param device as it was asked for
 * @param facts what was really compiled; absent until it has been
 * @param users streams that want it
 * @param leases how often it is in use, by old generations too
 * @param generation how often it was compiled
 * @param busyRequests requests that work now
 * @param waitingFrames prepared frames that wait for a request now
 * @param inferences that ended, of this generation
 * @param failures of the device since it last worked well
 * @param abandoned inferences that never returned
 * @param lastError the last thing that went wrong, in one line
 */
public record ModelStatus(
    String name,
    State state,
    String device,
    Optional<ModelFacts> facts,
    List<String> users,
    int leases,
    int generation,
    int busyRequests,
    int waitingFrames,
    long inferences,
    int failures,
    int abandoned,
    Optional<String> lastError) {

  /** Keeps its own copy of the list. */
  public ModelStatus {
    users = List.copyOf(users);
  }

  /** What a model is doing. */
  public enum State {
    /** It is being read and compiled. */
    COMPILING,
    /** It works. */
    READY,
    /** It failed; it is compiled again after a while. */
    RETRYING,
    /** Nobody wants it any more; its last frames are being finished. */
    CLOSING;

    /** The state as users see it. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
