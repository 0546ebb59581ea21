package sluice.service.model;

import java.util.Map;
import java.util.TreeMap;
import sluice.json.JsonField;

/** Facts of a compiled model, as the API gives them. */
public record ModelFacts(
    @JsonField(description = "the model's own name") String name,
    @JsonField(description = "devices that really execute it") String devices,
    @JsonField(description = "width of its input in pixels") int width,
    @JsonField(description = "height of its input in pixels") int height,
    @JsonField(
            description =
                "classes that have a name; where none has, labels are the classes' numbers")
        int namedClasses,
    @JsonField(description = "inference requests") int requests,
    @JsonField(description = "further properties of the compiled model, in OpenVINO's words")
        Map<String, String> properties,
    @JsonField(description = "milliseconds that reading it took") long readMs,
    @JsonField(description = "milliseconds that compiling it took") long compileMs) {

  /** Keeps its own copy of the properties. */
  public ModelFacts {
    properties = Map.copyOf(properties);
  }

  /** In a line, for the log. */
  String inWords() {
    return "%s on %s, input %dx%d, %d requests, read in %d ms, compiled in %d ms, %s"
        .formatted(
            name, devices, width, height, requests, readMs, compileMs, new TreeMap<>(properties));
  }
}
