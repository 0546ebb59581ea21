package sluice.service.stream;

import sluice.json.JsonField;
import sluice.service.sink.SinkCondition;

/** The status of a sink of a stream, as the API gives it. */
public record SinkStatus(
    @JsonField(description = "the entry of `sinks`") String name,
    @JsonField(unwrapped = true) SinkCondition condition) {

  /** Results that were written. */
  public long written() {
    return condition.written();
  }
}
