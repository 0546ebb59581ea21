package sluice.service.stream;

import sluice.json.JsonField;
import sluice.service.sink.SinkCondition;

/** The status of a sink of a stream, as the API gives it. */
public record SinkStatus(
    @JsonField(description = "the entry of `sinks`") String name,
    @JsonField(unwrapped = true) SinkCondition condition) {

  /** Whether results are being written. */
  public boolean healthy() {
    return condition.healthy();
  }

  /** Results that were not written. */
  public long lost() {
    return condition.lost();
  }

  /** Results that were written. */
  public long written() {
    return condition.written();
  }
}
