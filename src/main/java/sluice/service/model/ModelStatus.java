package sluice.service.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sluice.json.JsonField;

/**
 * The status of a model: a snapshot, and the very JSON object that the API gives. Its components
 * are the members, in their order.
 */
public record ModelStatus(
    @JsonField(hidden = true) String name,
    @JsonField(description = "what the model is doing") State state,
    @JsonField(description = "device as it was asked for") String device,
    @JsonField(description = "what was really compiled, once it has been")
        Optional<ModelFacts> compiled,
    @JsonField(description = "streams that want it") List<String> users,
    @JsonField(description = "how often it is in use, by old generations too") int leases,
    @JsonField(description = "how often it was compiled") int generation,
    @JsonField(description = "inference requests that work now") int busyRequests,
    @JsonField(
            description =
                "prepared inferences that wait for a request now; a frame with tiles has several")
        int waitingFrames,
    @JsonField(description = "sets of tensors that exist, each the memory of one inference")
        int tensorSets,
    @JsonField(description = "inferences that ended, of this generation") long inferences,
    @JsonField(description = "failures of the device since it last worked well") int failures,
    @JsonField(
            description =
                "inferences and compilations that were given up, since they did not return in time")
        int abandoned,
    @JsonField(description = "the last thing that went wrong, in one line")
        Optional<String> lastError) {

  /** Keeps its own copy of the list. */
  public ModelStatus {
    users = List.copyOf(users);
  }

  /** State of a model in its lifecycle. */
  public enum State {
    /** It is being read and compiled. */
    COMPILING,
    /** It is ready. */
    READY,
    /** It failed; it is compiled again after a while. */
    RETRYING,
    /** It has no users any more; its last frames are being finished. */
    CLOSING;

    /** The state as users see it. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
