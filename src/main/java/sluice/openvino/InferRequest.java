package sluice.openvino;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import sluice.openvino.ffi.CompletionCallback;
import sluice.openvino.ffi.InferRequestApi;

/**
 * One inference at a time. It has one user at a time, who sets tensors, runs an inference and reads
 * the outputs; a second one is refused while an inference runs.
 *
 * <p>{@link #close} and {@link #cancel} may be called by anyone at any time.
 */
public final class InferRequest implements AutoCloseable {

  /** Told when an asynchronous inference has ended. */
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

  /** Stands for the synchronous inference, which nobody is told of. */
  private static final Handler SYNCHRONOUS = (_, _) -> {};

  private final CompiledModel model;
  private final NativeHandle handle;
  private final CompletionCallback callback;
  private final Completion completion = new Completion();
  private final Object lock = new Object();
  private final @Nullable NativeHandle[] inputs;
  private final @Nullable NativeHandle[] outputs;

  /**
   * Of the inference that runs; guarded by the lock. Whoever takes it away releases the use that
   * the inference has of the handle.
   */
  private @Nullable Handler running;

  private InferRequest(MemorySegment pointer, CompiledModel model) {
    this.model = model;
    this.handle = new NativeHandle("infer request", pointer, this::free, model.handle());
    this.callback = CompletionCallback.register(() -> model.completions().signal(completion));
    this.inputs = new NativeHandle[model.inputs().size()];
    this.outputs = new NativeHandle[model.outputs().size()];
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
    bind("input", inputs, index, tensor, InferRequestApi::setInput);
  }

  /**
   * Sets the tensor that the next inferences write. The request uses it until it is given another
   * one or is freed.
   *
   * @param index of the output
   * @param tensor with the output's element type and a shape that fits it
   * @throws OpenVinoException when the tensor doesn't fit, or with {@link Status#REQUEST_BUSY}
   *     while an inference runs
   * @throws IllegalStateException when the request or the tensor is closed
   */
  public void setOutput(int index, Tensor tensor) {
    bind("output", outputs, index, tensor, InferRequestApi::setOutput);
  }

  private void bind(
      String what, @Nullable NativeHandle[] bound, int index, Tensor tensor, IndexedCall setter) {
    if (index < 0 || index >= bound.length) {
      throw new IndexOutOfBoundsException(what + " " + index + " of a model with " + bound.length);
    }
    MemorySegment request = handle.acquire();
    try {
      synchronized (lock) {
        requireIdle("setting", what);
        NativeHandle next = tensor.handle();
        int status = setter.call(request, index, next.acquire());
        if (status != Status.OK.code()) {
          OpenVinoException failure =
              Native.failure(status, "setting " + what + " " + index + " to a " + tensor);
          next.release();
          throw failure;
        }
        NativeHandle previous = bound[index];
        bound[index] = next;
        if (previous != null) {
          previous.release();
        }
      }
    } finally {
      handle.release();
    }
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

  /**
   * The tensor that was written as an output, the request's own where none was set; of a dynamic
   * output there is one after the first inference, and another inference may need another one. The
   * caller closes it.
   *
   * @param index of the output
   * @throws OpenVinoException with {@link Status#REQUEST_BUSY} while an inference runs
   */
  public Tensor output(int index) {
    return bound("output", index, InferRequestApi::getOutput);
  }

  private Tensor bound(String what, int index, IndexedCall getter) {
    return handle.use(
        request -> {
          synchronized (lock) {
            requireIdle("asking for", what);
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
      synchronized (lock) {
        requireIdle("starting", "an inference");
        running = SYNCHRONOUS;
      }
      try {
        Native.check(InferRequestApi.infer(request), () -> "inference");
      } finally {
        takeRunning();
      }
    } finally {
      handle.release();
    }
  }

  /**
   * Starts an inference and returns at once.
   *
   * @param handler told once when it has ended, unless this method throws
   * @throws OpenVinoException when it can't be started, with {@link Status#REQUEST_BUSY} where one
   *     runs
   * @throws IllegalStateException when the request is closed
   */
  public void start(Handler handler) {
    Objects.requireNonNull(handler, "handler");
    MemorySegment request = handle.acquire();
    boolean started = false;
    try {
      // The completion needs the lock too: it can't overtake the start, and sees nothing of one
      // that failed.
      synchronized (lock) {
        requireIdle("starting", "an inference");
        running = handler;
        try {
          Native.check(InferRequestApi.startAsync(request), () -> "starting an inference");
          started = true;
        } finally {
          if (!started) {
            running = null;
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

  /** Whether an inference runs: from its start to just before its handler is told. */
  public boolean isBusy() {
    synchronized (lock) {
      return running != null;
    }
  }

  /**
   * Refuses further use, and returns at once. An inference that runs ends as it would, and its
   * handler is told.
   */
  @Override
  public void close() {
    handle.close();
    model.closed(this);
  }

  /** Whether an asynchronous inference runs: a signal without one is nothing to act on. */
  private boolean isStarted() {
    synchronized (lock) {
      return running != null && !SYNCHRONOUS.equals(running);
    }
  }

  private void requireIdle(String doing, String what) {
    if (running != null) {
      throw new OpenVinoException(
          Status.REQUEST_BUSY,
          doing + " " + what + ": " + Status.REQUEST_BUSY + ": an inference runs");
    }
  }

  private @Nullable Handler takeRunning() {
    synchronized (lock) {
      Handler handler = running;
      running = null;
      return handler;
    }
  }

  /** Runs on the completion thread, once for each inference that was started. */
  private final class Completion extends CompletionThread.Task {
    @Override
    void run() {
      if (!isStarted()) {
        return;
      }
      int status = InferRequestApi.await(handle.held());
      OpenVinoException failure =
          status == Status.OK.code() ? null : Native.failure(status, "inference");
      Handler handler = takeRunning();
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
    releaseAll(inputs);
    releaseAll(outputs);
  }

  private static void releaseAll(@Nullable NativeHandle[] tensors) {
    for (NativeHandle tensor : tensors) {
      if (tensor != null) {
        tensor.release();
      }
    }
  }
}
