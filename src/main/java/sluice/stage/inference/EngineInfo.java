package sluice.stage.inference;

import java.util.Map;

/**
 * What a runtime made of a model, for reports.
 *
 * @param model the model's own name
 * @param devices the devices that really execute it
 * @param requests infer requests in use
 * @param optimalRequests what the device calls optimal
 * @param properties further properties of the compiled model, in the runtime's words
 * @param readMillis time to read the model
 * @param compileMillis time to compile it
 */
public record EngineInfo(
    String model,
    String devices,
    int requests,
    int optimalRequests,
    Map<String, String> properties,
    long readMillis,
    long compileMillis) {

  /** Keeps its own copy of the properties. */
  public EngineInfo {
    properties = Map.copyOf(properties);
  }
}
