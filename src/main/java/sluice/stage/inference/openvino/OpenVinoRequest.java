package sluice.stage.inference.openvino;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.openvino.InferRequest;
import sluice.openvino.OpenVinoException;
import sluice.openvino.Tensor;
import sluice.stage.inference.DeviceRequest;
import sluice.stage.inference.TensorMemory;

/** One of OpenVINO's infer requests, bound anew to each frame's tensors. */
final class OpenVinoRequest implements DeviceRequest, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenVinoRequest.class);

  private final InferRequest request;
  private final String model;

  OpenVinoRequest(InferRequest request, String model) {
    this.request = request;
    this.model = model;
  }

  @Override
  public void start(TensorMemory memory, Completion completion) {
    OpenVinoTensors tensors = (OpenVinoTensors) memory;
    try {
      request.setInput(0, tensors.inputTensor());
      List<Tensor> outputs = tensors.outputTensors();
      for (int i = 0; i < outputs.size(); i++) {
        request.setOutput(i, outputs.get(i));
      }
      request.start((ended, failure) -> completion.completed(translate(failure)));
    } catch (OpenVinoException failure) {
      throw Failures.translate(ErrorCode.DEVICE, "starting an inference of " + model, failure);
    }
  }

  private @Nullable SluiceException translate(@Nullable OpenVinoException failure) {
    return failure == null
        ? null
        : Failures.translate(ErrorCode.DEVICE, "inference of " + model, failure);
  }

  @Override
  public void cancel() {
    try {
      request.cancel();
    } catch (OpenVinoException | IllegalStateException failure) {
      LOG.debug("{}: an inference was not cancelled: {}", model, failure.toString());
    }
  }

  @Override
  public void close() {
    request.close();
  }
}
