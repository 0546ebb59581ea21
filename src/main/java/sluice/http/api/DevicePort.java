package sluice.http.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import sluice.json.JsonField;

/** The port that lists the devices on which models can run. Thread-safe. */
@FunctionalInterface
public interface DevicePort {

  /** All of them; asking OpenVINO may take a while. */
  CompletionStage<List<Device>> list();

  /** A device, as the API gives it. */
  record Device(
      @JsonField(description = "as models name it: `CPU`, `GPU.0` …") String name,
      @JsonField(description = "what it is") String fullName,
      @JsonField(description = "further facts, in OpenVINO's words")
          Map<String, String> properties) {
    /** Keeps its own copy of the properties. */
    public Device {
      properties = Map.copyOf(properties);
    }
  }
}
