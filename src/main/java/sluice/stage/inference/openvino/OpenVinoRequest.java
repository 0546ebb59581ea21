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

/** One of OpenVINO's infer requests, bound to the tensors of the frame that it works on. */
final class OpenVinoRequest implements DeviceRequest, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenVinoRequest.class);

  private final InferRequest request;
  private final String model;

  /** What it was bound to last; one thread at a time has the request. */
  private @Nullable OpenVinoTensors bound;

  OpenVinoRequest(InferRequest request, String model) {
    this.request = request;
    this.model = model;
  }

  @Override
  public void start(TensorMemory memory, Completion completion) {
    try {
      bind((OpenVinoTensors) memory);
      request.start((ended, failure) -> completion.completed(translate(failure)));
    } catch (OpenVinoException failure) {
      throw Failures.translate(ErrorCode.DEVICE, "starting an inference of " + model, failure);
    }
  }

  @Override
  public void infer(TensorMemory memory) {
    try {
      bind((OpenVinoTensors) memory);
      request.infer();
    } catch (OpenVinoException failure) {
      throw translated(failure);
    }
  }

  private void bind(OpenVinoTensors tensors) {
    if (tensors == bound) {
      return;
    }
    bound = null;
    request.setInput(0, tensors.inputTensor());
    List<Tensor> outputs = tensors.outputTensors();
    for (int i = 0; i < outputs.size(); i++) {
      request.setOutput(i, outputs.get(i));
    }
    bound = tensors;
  }

  private @Nullable SluiceException translate(@Nullable OpenVinoException failure) {
    return failure == null ? null : translated(failure);
  }

  private SluiceException translated(OpenVinoException failure) {
    return Failures.translate(ErrorCode.DEVICE, "inference of " + model, failure);
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
