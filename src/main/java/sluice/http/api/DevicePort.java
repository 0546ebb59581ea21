package sluice.http.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Devices that models can run on. Thread-safe. */
@FunctionalInterface
public interface DevicePort {

  /** All of them; asking OpenVINO may take a while. */
  CompletionStage<List<Device>> list();

  /**
   * A device.
   *
   * @param name as models name it: {@code CPU}, {@code GPU.0} …
   * @param fullName what it is
   * @param properties further facts, in OpenVINO's words
   */
  record Device(String name, String fullName, Map<String, String> properties) {
    /** Keeps its own copy of the properties. */
    public Device {
      properties = Map.copyOf(properties);
    }
  }
}
