package sluice.telemetry.tracing;

import java.util.Map;

/**
 * Something rare that has a trace of its own, outside of any frame.
 *
 * @param name of its span
 * @param attributes of its span; nothing that could be a secret of the site
 */
public record Operation(String name, Map<String, String> attributes) {

  /** Keeps a copy of the map. */
  public Operation {
    attributes = Map.copyOf(attributes);
  }

  /**
   * A model is read and compiled.
   *
   * @param model name of its configuration
   * @param device as it is configured
   */
  public static Operation compileModel(String model, String device) {
    return new Operation("compile_model", Map.of("sluice.model", model, "sluice.device", device));
  }

  /**
   * A stream's source is opened.
   *
   * @param scheme of its address, such as {@code rtsp}; {@code file} where it has none
   */
  static Operation openSource(String stream, String scheme) {
    return new Operation(
        "open_source", Map.of("sluice.stream", stream, "sluice.source.scheme", scheme));
  }
}
