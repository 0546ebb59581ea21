package sluice.service.stream;

import java.util.List;
import sluice.config.sink.SinkConfig;
import sluice.core.Delivery;
import sluice.core.source.SourceAddress;

/**
 * Output settings: what the sinks of a stream are opened with. Open sinks serve further runs of the
 * stream as long as these are equal.
 *
 * @param stream its id
 * @param sinks where results go
 * @param source where they come from: results of another source are not mixed with them
 * @param delivery whether the stream waits for its sinks
 */
public record OutputSettings(
    String stream, List<SinkConfig> sinks, SourceAddress source, Delivery delivery) {

  /** Keeps its own copy of the list. */
  public OutputSettings {
    sinks = List.copyOf(sinks);
  }
}
