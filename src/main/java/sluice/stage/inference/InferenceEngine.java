package sluice.stage.inference;

import java.util.List;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;

/** A compiled model on a device: the port behind which OpenVINO stands. Thread-safe. */
public interface InferenceEngine extends AutoCloseable {

  /** The picture it takes. */
  InputSpec input();

  /** What it gives, in the order of the model's outputs. */
  List<OutputSpec> outputs();

  /** Its infer requests, as many as are to be in flight on the device. */
  List<? extends DeviceRequest> requests();

  /**
   * One more infer request, beside {@link #requests}; freed with the engine.
   *
   * @throws IllegalStateException after {@link #close}
   */
  DeviceRequest newRequest();

  /**
   * New memory for one inference; freed with the engine. Making it may take milliseconds.
   *
   * @throws IllegalStateException after {@link #close}
   */
  TensorMemory newTensorMemory();

  /** What was really compiled, for reports. */
  EngineInfo info();

  /**
   * Waits for running inferences, and frees requests, memory and model. What an inference holds
   * that does not return within a limit is freed when it does; the rest is freed at once. Closing
   * twice does nothing the second time.
   */
  @Override
  void close();
}
