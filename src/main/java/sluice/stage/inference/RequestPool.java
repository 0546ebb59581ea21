package sluice.stage.inference;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import sluice.core.DropCause;
import sluice.core.InputSpec;
import sluice.core.OutputSpec;
import sluice.core.SluiceException;

/**
 * The infer requests of one model, shared by its streams. Prepared frames that find no free request
 * wait, each stream in a queue of its own, and free requests go round the streams.
 *
 * <p>When an inference ends, the engine's completion thread itself starts the next waiting frame on
 * that request, before anybody downstream hears of the result: the device does not idle while
 * mailboxes are emptied. Thread-safe.
 */
public final class RequestPool implements AutoCloseable {
  /** A graph may prepare the next frame before it has read the one that it just emitted. */
  private static final int EMITTED = 1;

  private final InferenceEngine engine;
  private final TensorPool tensors;
  private final Object lock = new Object();
  private final ArrayDeque<DeviceRequest> idle;
  private final Queue<InferenceQueue> rotation = new ArrayDeque<>();
  private final LongAdder inferences = new LongAdder();
  private final LongAdder starvations = new LongAdder();
  private boolean closed;

  /** Takes over the engine: closing the pool closes it. */
  public RequestPool(InferenceEngine engine) {
    this.engine = engine;
    this.tensors = new TensorPool(engine::newTensorMemory);
    this.idle = new ArrayDeque<>(engine.requests());
  }

  /** The picture that the model takes. */
  public InputSpec input() {
    return engine.input();
  }

  /** What the model gives. */
  public List<OutputSpec> outputs() {
    return engine.outputs();
  }

  /** What was compiled, for reports. */
  public EngineInfo info() {
    return engine.info();
  }

  /** Infer requests of the pool. */
  public int requests() {
    return engine.requests().size();
  }

  /** Inferences that ended so far, failed ones too. */
  public long inferences() {
    return inferences.sum();
  }

  /** After how many of them no frame was waiting, so that the request fell idle. */
  public long starvations() {
    return starvations.sum();
  }

  /** Tensor sets that are leased now; 0 when no frame is under way. */
  public int leasedTensors() {
    return tensors.leased();
  }

  /**
   * Lets a stream in.
   *
   * @param parallelism frames that the stream may have prepared, waiting and in flight at the same
   *     time, at least 1
   * @param maxAge a frame older than this is dropped when its turn comes; null for no limit
   * @throws IllegalStateException when the pool is closed
   */
  public InferenceQueue join(int parallelism, @Nullable Duration maxAge) {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("the model is closed");
      }
    }
    tensors.reserve(parallelism + EMITTED);
    return new InferenceQueue(this, tensors, parallelism, maxAge);
  }

  /** Takes a job in: starts it if a request is free, else it waits in its stream's queue. */
  void submit(Job job) {
    synchronized (lock) {
      if (closed || job.queue().hasLeft()) {
        job.finish(new Outcome.Dropped(DropCause.STOPPED));
        return;
      }
      InferenceQueue queue = job.queue();
      queue.waiting().add(job);
      if (queue.waiting().size() == 1) {
        rotation.add(queue);
      }
    }
    startWaiting();
  }

  /** Drops what a stream still has waiting. */
  void leave(InferenceQueue queue) {
    List<Job> dropped;
    synchronized (lock) {
      rotation.remove(queue);
      dropped = List.copyOf(queue.waiting());
      queue.waiting().clear();
    }
    dropped.forEach(job -> job.finish(new Outcome.Dropped(DropCause.STOPPED)));
    tensors.release(queue.parallelism() + EMITTED);
  }

  private void startWaiting() {
    while (true) {
      DeviceRequest request;
      Job job;
      synchronized (lock) {
        if (idle.isEmpty() || rotation.isEmpty()) {
          return;
        }
        job = nextJob();
        request = idle.remove();
      }
      run(request, job);
    }
  }

  /**
   * The first job of the stream whose turn it is; the stream goes to the end of the round. Needs
   * the lock and a non-empty round.
   */
  private Job nextJob() {
    InferenceQueue queue = rotation.remove();
    Job job = queue.waiting().remove();
    if (!queue.waiting().isEmpty()) {
      rotation.add(queue);
    }
    return job;
  }

  /**
   * Starts a job on a request that this thread holds; where that fails or the job is too old, the
   * next one takes its place.
   */
  private void run(DeviceRequest request, Job first) {
    Job job = first;
    while (job != null && !tryStart(request, job)) {
      job = nextOrIdle(request);
    }
  }

  private boolean tryStart(DeviceRequest request, Job job) {
    if (job.isTooOld()) {
      job.finish(new Outcome.Dropped(DropCause.MAX_AGE));
      return false;
    }
    job.started();
    try {
      request.start(job.tensors().memory(), failure -> completed(request, job, failure));
      return true;
    } catch (RuntimeException failure) {
      job.fail(failure);
      return false;
    }
  }

  private void completed(DeviceRequest request, Job job, @Nullable SluiceException failure) {
    job.ended();
    inferences.increment();
    Job next = nextOrIdle(request);
    if (next == null) {
      starvations.increment();
    } else {
      run(request, next);
    }
    if (failure == null) {
      job.finish(job.inferred());
    } else {
      job.fail(failure);
    }
  }

  private @Nullable Job nextOrIdle(DeviceRequest request) {
    synchronized (lock) {
      if (rotation.isEmpty()) {
        idle.add(request);
        return null;
      }
      return nextJob();
    }
  }

  /**
   * Drops what waits, waits for running inferences and closes the engine. Closing twice does
   * nothing the second time.
   */
  @Override
  public void close() {
    List<Job> dropped;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      dropped = rotation.stream().flatMap(queue -> queue.waiting().stream()).toList();
      rotation.forEach(queue -> queue.waiting().clear());
      rotation.clear();
    }
    dropped.forEach(job -> job.finish(new Outcome.Dropped(DropCause.STOPPED)));
    engine.close();
  }
}
