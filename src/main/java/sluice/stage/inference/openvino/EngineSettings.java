package sluice.stage.inference.openvino;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import sluice.core.ChannelOrder;

/**
 * What is compiled, and how.
 *
 * @param model the model's file
 * @param channels the order of colours that the model was trained on
 * @param device as OpenVINO names it
 * @param properties of the compiled model, in OpenVINO's words
 * @param requests infer requests, at least 1; what the device calls optimal where absent
 */
public record EngineSettings(
    Path model,
    ChannelOrder channels,
    String device,
    Map<String, String> properties,
    OptionalInt requests) {

  /** Keeps its own copy of the properties, in their order. */
  public EngineSettings {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }
}
