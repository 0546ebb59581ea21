package sluice.http.api;

import java.util.Optional;
import sluice.json.JsonField;

/** Port to the traces of the service. Any thread; does not block. */
@FunctionalInterface
public interface TracingPort {

  /** How sending spans goes. */
  TracingStatus status();

  /**
   * The status of tracing. Counts are since the start, and those of {@code sluice_spans_total}.
   *
   * @param lastError in one line, without credentials
   */
  record TracingStatus(
      @JsonField(description = "whether frames are traced: an endpoint was set at the start")
          boolean enabled,
      @JsonField(
              description =
                  "whether the collector took the last request, or none was made yet; true where"
                      + " nothing is traced")
          boolean healthy,
      @JsonField(description = "spans that the collector has taken") long exported,
      @JsonField(description = "spans that it has not taken, or not within the timeout")
          long failed,
      @JsonField(description = "spans for which the queue had no room") long dropped,
      @JsonField(description = "spans that wait for being sent or are under way") long waiting,
      @JsonField(description = "why the last failed request failed") Optional<String> lastError) {

    /** Nothing is traced. */
    public static final TracingStatus OFF =
        new TracingStatus(false, true, 0, 0, 0, 0, Optional.empty());
  }
}
