package sluice.stage.inference.openvino;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;

/**
 * What is compiled, and how.
 *
 * @param model the model's file
 * @param channels the order of colours that the model was trained on
 * @param mean what is taken away from each colour, in that order; empty for nothing
 * @param scale by what each colour is divided then, in that order; empty for 1
 * @param inputSize of the picture, for a model that leaves it open
 * @param device as OpenVINO names it
 * @param properties of the compiled model, in OpenVINO's words
 * @param requests infer requests, at least 1; what the device calls optimal where absent
 */
public record EngineSettings(
    Path model,
    ChannelOrder channels,
    List<Float> mean,
    List<Float> scale,
    Optional<PixelSize> inputSize,
    String device,
    Map<String, String> properties,
    OptionalInt requests) {

  /** Keeps its own copies; the properties in their order. */
  public EngineSettings {
    mean = List.copyOf(mean);
    scale = List.copyOf(scale);
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /** For a model that takes colours as they are, 0 to 255. */
  public static EngineSettings of(
      Path model,
      ChannelOrder channels,
      String device,
      Map<String, String> properties,
      OptionalInt requests) {
    return new EngineSettings(
        model, channels, List.of(), List.of(), Optional.empty(), device, properties, requests);
  }

  /** The same for a model that takes them normalised. */
  public EngineSettings normalised(List<Float> newMean, List<Float> newScale) {
    return new EngineSettings(
        model, channels, newMean, newScale, inputSize, device, properties, requests);
  }

  /** The same with a size for a model that leaves it open. */
  public EngineSettings sized(Optional<PixelSize> size) {
    return new EngineSettings(model, channels, mean, scale, size, device, properties, requests);
  }
}
