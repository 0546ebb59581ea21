package sluice.http.api;

import java.util.LinkedHashMap;
import java.util.Map;
import sluice.service.model.ModelFacts;
import sluice.service.model.ModelStatus;

/** What the service reports of a model, as {@link sluice.config.binding.JsonText} takes it. */
final class ModelJson {
  private ModelJson() {}

  static Map<String, Object> of(ModelStatus status) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("state", status.state().wireName());
    result.put("device", status.device());
    status.facts().ifPresent(facts -> result.put("compiled", of(facts)));
    result.put("users", status.users());
    result.put("leases", status.leases());
    result.put("generation", status.generation());
    result.put("busy-requests", status.busyRequests());
    result.put("waiting-frames", status.waitingFrames());
    result.put("inferences", status.inferences());
    result.put("failures", status.failures());
    result.put("abandoned", status.abandoned());
    status.lastError().ifPresent(error -> result.put("last-error", error));
    return result;
  }

  private static Map<String, Object> of(ModelFacts facts) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", facts.name());
    result.put("devices", facts.devices());
    result.put("width", facts.width());
    result.put("height", facts.height());
    result.put("requests", facts.requests());
    result.put("properties", facts.properties());
    result.put("read-ms", facts.readMillis());
    result.put("compile-ms", facts.compileMillis());
    return result;
  }
}
