package sluice.openvino;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import sluice.openvino.ffi.CompletionCallback;
import sluice.openvino.ffi.InferRequestApi;
import sluice.openvino.ffi.TensorApi;

/**
 * One inference at a time. It has one user at a time, who sets tensors, runs an inference and reads
 * the outputs; a second one is refused while an inference runs.
 *
 * <p>{@link #close} and {@link #cancel} may be called by anyone at any time.
 */
public final class InferRequest implements AutoCloseable {

  /** Handler that is called when an asynchronous inference has ended. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Called once for each inference that was started, on the compiled model's completion thread,
     * which serves all requests of that model: hand longer work on. The request is idle: it may be
     * given other tensors, started again or closed here. What is thrown goes to the thread's
     * uncaught exception handler.
     *
     * @param request the request
     * @param failure why the inference failed, null where it didn't
     */
    void completed(InferRequest request, @Nullable OpenVinoException failure);
  }

  private final CompiledModel model;
  private final NativeHandle handle;
  private final CompletionCallback callback;
  private final Completion completion = new Completion();
  private final RunState state = new RunState();
  private final Bindings inputs;
  private final Bindings outputs;

  /** Views of dynamic outputs that were given out; guarded by the state. */
  private final List<Tensor> untilNextStart = new ArrayList<>();

  private InferRequest(MemorySegment pointer, CompiledModel model) {
    this.model = model;
    this.handle = new NativeHandle("infer request", pointer, this::free, List.of(model.handle()));
    this.callback = CompletionCallback.register(() -> model.completions().signal(completion));
    this.inputs = new Bindings("input", false, model.inputs(), InferRequestApi::setInput);
    this.outputs = new Bindings("output", true, model.outputs(), InferRequestApi::setOutput);
  }

  /** Takes over a request of a model that is in use by the caller. */
  static InferRequest of(MemorySegment pointer, CompiledModel model) {
    InferRequest request = new InferRequest(pointer, model);
    int status = InferRequestApi.setCallback(pointer, request.callback);
    if (status != Status.OK.code()) {
      OpenVinoException failure = Native.failure(status, "setting a request's callback");
      request.close();
      throw failure;
    }
    return request;
  }

  /**
   * Sets the tensor that the next inferences read. The request uses it until it is given another
   * one or is freed.
   *
   * @param index of the input
   * @param tensor with the input's element type and a shape that fits it
   * @throws OpenVinoException when the tensor doesn't fit, or with {@link Status#REQUEST_BUSY}
   *     while an inference runs
   * @throws IllegalStateException when the request or the tensor is closed
   */
  public void setInput(int index, Tensor tensor) {
    bind("input", inputs, index, tensor);
  }

  /**
   * Sets the tensor that the next inferences write. The request uses it until it is given another
   * one or is freed.
   *
   * @param index of the output
   * @param tensor with the output's element type and a shape that fits it; where that is dynamic,
   *     over memory of the caller's: inferences give it the shape that comes out, and fail when it
   *     is too small
   * @throws IllegalArgumentException when its memory is read-only, or OpenVINO's own while the
   *     output is dynamic
   * @throws OpenVinoException when the tensor doesn't fit, or with {@link Status#REQUEST_BUSY}
   *     while an inference runs
   * @throws IllegalStateException when the request or the tensor is closed
   */
  public void setOutput(int index, Tensor tensor) {
    bind("output", outputs, index, tensor);
  }

  /**
   * Sets an input by its name.
   *
   * @see #setInput(int, Tensor)
   * @throws IllegalArgumentException when no input has that name
   */
  public void setInput(String name, Tensor tensor) {
    setInput(model.inputIndex(name), tensor);
  }

  /**
   * Sets an output by its name.
   *
   * @see #setOutput(int, Tensor)
   * @throws IllegalArgumentException when no output has that name
   */
  public void setOutput(String name, Tensor tensor) {
    setOutput(model.outputIndex(name), tensor);
  }

  private void bind(String what, Bindings bindings, int index, Tensor tensor) {
    bindings.port(index);
    handle.use(
        request -> {
          synchronized (state) {
            state.requireIdle("setting " + what);
            bindings.set(request, index, tensor);
            return bindings;
          }
        });
  }

  /**
   * The tensor that is read as an input now, the request's own where none was set. The caller
   * closes it.
   *
   * @param index of the input
   * @throws OpenVinoException with {@link Status#REQUEST_BUSY} while an inference runs
   */
  public Tensor input(int index) {
    return bound("input", index, InferRequestApi::getInput);
  }

  /** The tensor of the input that has a name, as {@link #input(int)} gives it. */
  public Tensor input(String name) {
    return input(model.inputIndex(name));
  }

  /**
   * The tensor that was written as an output, the request's own where none was set. The caller
   * closes it.
   *
   * <p>Of an output of dynamic shape there is one after the first inference, with the shape that
   * came out; the start of the next inference closes it, since that may need other memory.
   *
   * @param index of the output
   * @throws OpenVinoException with {@link Status#REQUEST_BUSY} while an inference runs
   */
  public Tensor output(int index) {
    Tensor output = bound("output", index, InferRequestApi::getOutput);
    if (model.outputs().get(index).isDynamic()) {
      synchronized (state) {
        untilNextStart.add(output);
      }
    }
    return output;
  }

  /**
   * Copies what the last inference wrote to an output, without handing out a view of it: for
   * outputs of dynamic shape that are read after each inference.
   *
   * @param index of the output
   * @param room gives memory for so many bytes, at least; asked once
   * @return how many bytes were copied
   * @throws OpenVinoException with {@link Status#REQUEST_BUSY} while an inference runs
   */
  public long copyOutput(int index, LongFunction<MemorySegment> room) {
    return handle.use(
        request -> {
          synchronized (state) {
            state.requireIdle("reading output " + index);
            MemorySegment tensor =
                Native.pointer(
                    () -> "asking for output " + index,
                    out -> InferRequestApi.getOutput(request, index, out));
            try {
              return Tensor.copy(tensor, room);
            } finally {
              TensorApi.free(tensor);
            }
          }
        });
  }

  /** The tensor of the output that has a name, as {@link #output(int)} gives it. */
  public Tensor output(String name) {
    return output(model.outputIndex(name));
  }

  private Tensor bound(String what, int index, IndexedCall getter) {
    return handle.use(
        request -> {
          synchronized (state) {
            state.requireIdle("asking for " + what);
            return Tensor.adopt(
                Native.pointer(
                    () -> "asking for " + what + " " + index,
                    out -> getter.call(request, index, out)));
          }
        });
  }

  /**
   * Runs an inference on the device and waits for it.
   *
   * @throws OpenVinoException with the inference's status, or with {@link Status#REQUEST_BUSY}
   *     while another one runs
   * @throws IllegalStateException when the request is closed
   */
  public void infer() {
    MemorySegment request = handle.acquire();
    try {
      synchronized (state) {
        prepareStart();
        state.begin(RunState.SYNCHRONOUS);
      }
      try {
        Native.check(InferRequestApi.infer(request), () -> "inference");
      } finally {
        state.end();
      }
    } finally {
      handle.release();
    }
  }

  /**
   * Starts an inference and returns at once.
   *
   * @param handler called once when it has ended, unless this method throws
   * @throws OpenVinoException when it can't be started, with {@link Status#REQUEST_BUSY} where one
   *     runs
   * @throws IllegalStateException when the request is closed
   */
  public void start(Handler handler) {
    Objects.requireNonNull(handler, "handler");
    MemorySegment request = handle.acquire();
    boolean started = false;
    try {
      // The completion needs the state too: it can't overtake the start, and sees nothing of one
      // that failed.
      synchronized (state) {
        prepareStart();
        state.begin(handler);
        try {
          Native.check(InferRequestApi.startAsync(request), () -> "starting an inference");
          started = true;
        } finally {
          if (!started) {
            state.end();
          }
        }
      }
    } finally {
      if (!started) {
        handle.release();
      }
    }
  }

  /**
   * Starts an inference; the future's dependents run on the common pool.
   *
   * @see #startAsync(Executor)
   */
  public CompletableFuture<Void> startAsync() {
    return startAsync(new CompletableFuture<Void>().defaultExecutor());
  }

  /**
   * Starts an inference.
   *
   * @param executor completes the future, so that its dependents never run on the completion
   *     thread; where it refuses, they do
   * @return done when the inference has ended, with an {@link OpenVinoException} that has its exact
   *     status when it failed; cancelling the future does not cancel the inference, see {@link
   *     #cancel}
   * @throws OpenVinoException when it can't be started
   * @throws IllegalStateException when the request is closed
   */
  public CompletableFuture<Void> startAsync(Executor executor) {
    CompletableFuture<Void> future = new CompletableFuture<>();
    start(
        (_, failure) -> {
          Runnable complete =
              failure == null
                  ? () -> future.complete(null)
                  : () -> future.completeExceptionally(failure);
          try {
            executor.execute(complete);
          } catch (RejectedExecutionException e) {
            complete.run();
          }
        });
    return future;
  }

  /**
   * Asks a running inference to end early; it then fails with {@link Status#INFER_CANCELLED},
   * unless it was done already. Does nothing when none runs.
   *
   * @throws IllegalStateException when the request is closed
   */
  public void cancel() {
    handle.use(
        request -> {
          int status = InferRequestApi.cancel(request);
          Native.check(status, () -> "cancelling an inference");
          return status;
        });
  }

  /**
   * Waits until no inference runs. Waits in Java: a virtual thread gives its carrier away, and an
   * interrupt ends it. The outcome of the inference goes to its handler or future.
   *
   * @return false when one still runs after that time; {@link #cancel} would end it early
   */
  public boolean await(Duration timeout) throws InterruptedException {
    return state.await(timeout);
  }

  /**
   * What each layer took in the last inference, in the order of their execution. Without {@link
   * ExecutionProperties#PERF_COUNT} a device tells no times, or nothing at all.
   *
   * @throws OpenVinoException when the device has no such figures, or with {@link
   *     Status#REQUEST_BUSY} while an inference runs
   */
  public List<LayerProfile> profile() {
    return handle.use(
        request -> {
          synchronized (state) {
            state.requireIdle("asking for the layers' times");
            return LayerProfile.of(request);
          }
        });
  }

  /** Whether an inference runs: from its start to just before its handler is called. */
  public boolean isBusy() {
    return state.isBusy();
  }

  /**
   * Refuses further use, and returns at once. An inference that runs ends as it would, and its
   * handler is called.
   */
  @Override
  public void close() {
    handle.close();
    model.closed(this);
  }

  private void prepareStart() {
    state.requireIdle("starting an inference");
    inputs.requireMemory();
    outputs.requireMemory();
    untilNextStart.forEach(Tensor::close);
    untilNextStart.clear();
  }

  /** Runs on the completion thread, once for each inference that was started. */
  private final class Completion extends CompletionThread.Task {
    @Override
    void run() {
      if (!state.isStarted()) {
        return;
      }
      int status = InferRequestApi.await(handle.held());
      OpenVinoException failure =
          status == Status.OK.code() ? null : Native.failure(status, "inference");
      Handler handler = state.end();
      if (handler != null) {
        try {
          handler.completed(InferRequest.this, failure);
        } finally {
          handle.release();
        }
      }
    }
  }

  private void free(MemorySegment pointer) {
    InferRequestApi.free(pointer);
    callback.unregister();
    inputs.release();
    outputs.release();
  }
}
