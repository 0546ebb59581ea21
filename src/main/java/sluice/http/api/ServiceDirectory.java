package sluice.http.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sluice.config.StreamJson;
import sluice.service.control.ServiceControl;
import sluice.service.control.StreamEntry;
import sluice.service.query.StreamDirectory;
import sluice.service.stream.StreamSpec;

/** The directory of the streams that a service is configured to run. */
public record ServiceDirectory(ServiceControl control) implements StreamDirectory {
  @Override
  public Set<String> ids() {
    return control.state().streams().keySet();
  }

  @Override
  public Optional<Map<String, Object>> settings(String id) {
    return Optional.ofNullable(control.state().streams().get(id)).map(this::json);
  }

  /** Settings as they can be sent back, and what is known besides. */
  Map<String, Object> json(StreamEntry entry) {
    Map<String, Object> result = new LinkedHashMap<>(StreamJson.asMap(entry.config(), false));
    if (entry.origin() == StreamSpec.Origin.FILE) {
      result.put("file", control.file());
    }
    result.put("paused", entry.paused());
    return result;
  }
}
