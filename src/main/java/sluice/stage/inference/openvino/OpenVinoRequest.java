package sluice.stage.inference.openvino;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.openvino.InferRequest;
import sluice.openvino.OpenVinoException;
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
      tensors.bind(request);
      request.start((_, failure) -> completion.completed(end(tensors, failure)));
    } catch (OpenVinoException failure) {
      throw Failures.translate(ErrorCode.DEVICE, "starting an inference of " + model, failure);
    }
  }

  /** Takes the outputs before the request may be started again. */
  private @Nullable SluiceException end(
      OpenVinoTensors tensors, @Nullable OpenVinoException failure) {
    if (failure != null) {
      return translate(failure);
    }
    try {
      tensors.take(request);
      return null;
    } catch (OpenVinoException unreadable) {
      return translate(unreadable);
    } catch (IllegalStateException closed) {
      return new SluiceException(ErrorCode.DEVICE, "inference of " + model + ": closed", closed);
    }
  }

  private SluiceException translate(OpenVinoException failure) {
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
