package sluice.stage.inference.openvino;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.openvino.InferRequest;
import sluice.openvino.OpenVinoException;
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
      OpenVinoTensors tensors = (OpenVinoTensors) memory;
      bind(tensors);
      request.start((_, failure) -> completion.completed(end(tensors, failure)));
    } catch (OpenVinoException failure) {
      throw OpenVinoFailures.translate(
          ErrorCode.DEVICE, "starting an inference of " + model, failure);
    }
  }

  @Override
  public void infer(TensorMemory memory) {
    try {
      OpenVinoTensors tensors = (OpenVinoTensors) memory;
      bind(tensors);
      request.infer();
      tensors.take(request);
    } catch (OpenVinoException failure) {
      throw translate(failure);
    }
  }

  private void bind(OpenVinoTensors tensors) {
    if (tensors == bound) {
      return;
    }
    bound = null;
    tensors.bind(request);
    bound = tensors;
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
    return OpenVinoFailures.translate(ErrorCode.DEVICE, "inference of " + model, failure);
  }

  @Override
  public void cancel() {
    try {
      request.cancel();
    } catch (OpenVinoException | IllegalStateException failure) {
      LOG.debug("{}: an inference was not cancelled: {}", model, Failures.reason(failure));
    }
  }

  @Override
  public void close() {
    request.close();
  }
}
