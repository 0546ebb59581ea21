package sluice.service.control;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import sluice.config.settings.ServiceConfig;
import sluice.service.stream.StreamSpec;

/**
 * Current state of the control plane: the configuration and all streams.
 *
 * @param config as it was read last
 * @param streams all streams by id: those of the file, then those added through the API. One of the
 *     file wins over one of the same id
 */
public record ServiceState(ServiceConfig config, Map<String, StreamEntry> streams) {
  /** Keeps its own copy of the map. */
  public ServiceState {
    streams = Collections.unmodifiableMap(new LinkedHashMap<>(streams));
  }

  /** Whether a stream is there and was added through the API. */
  public boolean isOfApi(String id) {
    StreamEntry entry = streams.get(id);
    return entry != null && entry.origin() == StreamSpec.Origin.API;
  }

  /** A stream with the settings of its sinks. */
  StreamSpec spec(StreamEntry entry) {
    return StreamSpec.of(config, entry.config(), entry.origin());
  }
}
