package sluice.stage.inference.openvino;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.openvino.InferRequest;
import sluice.openvino.Tensor;

/**
 * The tensors of a model's constant inputs, in memory of OpenVINO's. All requests read the same
 * ones, which are set once for each request. Owned by the engine; any thread may use them.
 */
final class ConstantTensors implements AutoCloseable {
  private final Map<Integer, Tensor> tensors = new LinkedHashMap<>();

  /** Makes them. */
  static ConstantTensors of(List<ConstantInput> inputs) {
    ConstantTensors made = new ConstantTensors();
    try {
      inputs.forEach(input -> made.tensors.put(input.index(), input.tensor()));
      return made;
    } catch (RuntimeException | Error failure) {
      made.close();
      throw failure;
    }
  }

  /** Has a request read them from now on. */
  InferRequest bind(InferRequest request) {
    tensors.forEach(request::setInput);
    return request;
  }

  /** Refuses further use; requests keep what they read until they are freed. */
  @Override
  public void close() {
    new ArrayList<>(tensors.values()).forEach(Tensor::close);
  }
}
