package sluice.service.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a device made of a model.
 *
 * @param name the model's own name
 * @param devices the devices that really execute it
 * @param width of its input, pixels
 * @param height of its input, pixels
 * @param requests inference requests
 * @param properties further properties of the compiled model, in OpenVINO's words
 * @param readMillis time to read it
 * @param compileMillis time to compile it
 */
public record ModelFacts(
    String name,
    String devices,
    int width,
    int height,
    int requests,
    Map<String, String> properties,
    long readMillis,
    long compileMillis) {

  /** Keeps its own copy of the properties. */
  public ModelFacts {
    properties = Map.copyOf(properties);
  }

  /** In a line, for the log. */
  String inWords() {
    return "%s on %s, input %dx%d, %d requests, read in %d ms, compiled in %d ms, %s"
        .formatted(
            name,
            devices,
            width,
            height,
            requests,
            readMillis,
            compileMillis,
            new TreeMap<>(properties));
  }
}
