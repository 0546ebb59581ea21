package sluice.stage.inference;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import sluice.core.DropCause;
import sluice.core.SluiceException;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;

/**
 * The pool of the infer requests of one model, shared by its streams. Prepared frames that find no
 * free request wait, each stream in a queue of its own, and free requests go round the streams.
 * Streams that want what is fresh take a frame from their source only when their turn is near.
 *
 * <p>When an inference ends, the engine's completion thread itself starts the next waiting frame on
 * that request, before the result goes downstream: the device does not idle while mailboxes are
 * emptied. Thread-safe.
 */
public final class RequestPool implements AutoCloseable {
  /** A graph may prepare the next frame before it has read the one that it just emitted. */
  private static final int EMITTED = 1;

  /**
   * Streams whose turns are so near that they prepare a frame: these for each request, and some
   * more for the time that a stream takes to wake up and prepare beside busy cores.
   */
  private static final int NEAR_EACH = 2;

  private static final int NEAR_ALL = 2;

  /** Frames beyond those of the requests whose outputs are being read, in the shared tensors. */
  private static final int READ_ALL = 2;

  private final InferenceEngine engine;
  private final TensorPool tensors;
  private final Object lock = new Object();
  private final ArrayDeque<DeviceRequest> idle;
  private final FairScheduler round;
  private final LongAdder inferences = new LongAdder();
  private final LongAdder starvations = new LongAdder();

  /**
   * What was granted a request and has not come back; entered under the lock, so that {@link
   * #abandon} misses none.
   */
  private final Map<DeviceRequest, Submission> running = new ConcurrentHashMap<>();

  private @Nullable SluiceException broken;
  private boolean closed;

  /** Takes over the engine: closing the pool closes it. */
  public RequestPool(InferenceEngine engine) {
    this.engine = engine;
    this.tensors = new TensorPool(engine::newTensorMemory, this::tensorsFreed);
    this.idle = new ArrayDeque<>(engine.requests());
    this.round = new FairScheduler(requests(), near());
  }

  private int near() {
    return requests() * NEAR_EACH + NEAR_ALL;
  }

  /**
   * Sets of tensors that all streams with a greatest age share while one of them is there: for the
   * frames near their turn, prepared or being prepared, those on the requests, and as many whose
   * outputs are read. A frame of several inferences takes more: there are some frames of that size
   * besides. And others always find theirs, however much the one may hold.
   *
   * @param most sets that this stream may hold at the same time
   */
  private int sharedSets(int setsPerFrame, int most) {
    int frames = near() + 2 * requests() + READ_ALL;
    return setsPerFrame == 1
        ? Math.max(frames, near() + most)
        : frames + Math.max(most, (NEAR_ALL + READ_ALL) * setsPerFrame);
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

  /** Infer requests that work now. */
  public int busyRequests() {
    return running.size();
  }

  /**
   * Prepared inferences that wait for a request now, of all streams: a frame has one for each of
   * its regions.
   */
  public int waitingFrames() {
    synchronized (lock) {
      return round.waiting();
    }
  }

  /** Inferences that ended so far, failed ones too. */
  public long inferences() {
    return inferences.sum();
  }

  /** After how many of them no frame was waiting, so that the request fell idle. */
  public long starvations() {
    return starvations.sum();
  }

  /** Tensor sets that are leased now; 0 when no frame is in flight. */
  public int leasedTensors() {
    return tensors.leased();
  }

  /** Tensor sets that were made so far, each the memory of one inference. */
  public int madeTensors() {
    return tensors.made();
  }

  /** Lets a stream in of which a frame takes one set of tensors. */
  public InferenceQueue join(int parallelism, @Nullable Duration maxAge) {
    return join(parallelism, 1, maxAge);
  }

  /**
   * Lets a stream in. Streams with a greatest age share sets of tensors, however many streams they
   * are, which are made when they are needed first; it has to ask for room before each frame. For
   * any other stream sets of its own are made now, where there are too few: it may take tens of
   * milliseconds, and holds up no other stream.
   *
   * @param parallelism frames that the stream may have prepared, waiting and in flight at the same
   *     time, at least 1
   * @param setsPerFrame tensor sets that a frame takes, one for each of its inferences, at least 1
   * @param maxAge a frame older than this is dropped when its turn comes; null for no limit
   * @throws IllegalStateException when the pool is closed
   * @throws SluiceException the cause of {@link #abandon}
   */
  public InferenceQueue join(int parallelism, int setsPerFrame, @Nullable Duration maxAge) {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("the model is closed");
      }
      if (broken != null) {
        throw broken;
      }
    }
    int most = (parallelism + EMITTED) * setsPerFrame;
    TensorShare share =
        maxAge == null
            ? tensors.reserve(most)
            : tensors.share(setsPerFrame, most, sharedSets(setsPerFrame, most));
    tensorsFreed(); // there may be more of them now
    return new InferenceQueue(this, share, parallelism, setsPerFrame, maxAge);
  }

  /** Calls streams that waited for tensors. */
  private void tensorsFreed() {
    List<Runnable> wakes;
    synchronized (lock) {
      wakes = round.callsForTensors();
    }
    wakes.forEach(Runnable::run);
  }

  /** How long the longest of the inferences that run now has been running. */
  public Duration longestInference() {
    return Duration.ofNanos(
        Math.max(0, running.values().stream().mapToLong(Submission::runningNanos).max().orElse(0)));
  }

  /**
   * Asks the device to end the inferences that have been running for too long. What ends so fails
   * with the device's words. May take a moment.
   */
  public void cancelLongerThan(Duration limit) {
    running.forEach(
        (request, job) -> {
          if (job.runningNanos() > limit.toNanos()) {
            request.cancel();
          }
        });
  }

  /**
   * Gives up on the device: what runs and what waits fails with the cause, and so does whatever
   * else is submitted. Tensors of inferences that run are left to the device, and freed when they
   * return after the engine was closed. Only closing makes sense afterwards. Does nothing the
   * second time.
   *
   * @return inferences that ran
   */
  public int abandon(SluiceException cause) {
    List<Submission> waiting;
    List<Submission> granted;
    List<Runnable> wakes;
    synchronized (lock) {
      if (closed || broken != null) {
        return 0;
      }
      broken = cause;
      granted = List.copyOf(running.values());
      List<InferenceQueue> queues = round.clear();
      waiting = takeWaiting(queues);
      wakes = wakesOf(queues);
    }
    waiting.forEach(job -> job.fail(cause));
    int lost = 0;
    for (Submission job : granted) {
      lost += job.abandon(cause) ? 1 : 0;
    }
    wakes.forEach(Runnable::run);
    return lost;
  }

  /** Whether a stream with a greatest age may submit; else it is woken when it may. */
  boolean hasRoom(InferenceQueue queue, Runnable wake) {
    synchronized (lock) {
      if (queue.hasLeft()) {
        return true;
      }
      return (closed || broken != null) ? round.admitsAny(queue, wake) : round.admits(queue, wake);
    }
  }

  /**
   * Takes a frame's jobs in: starts them if requests are free, else they wait in their stream's
   * queue.
   */
  void submit(InferenceQueue queue, List<Submission> jobs) {
    SluiceException cause;
    List<Runnable> wakes = List.of();
    boolean refused;
    synchronized (lock) {
      cause = broken;
      refused = cause != null || closed || queue.hasLeft();
      if (refused) {
        queue.ready();
        wakes = round.calls(); // its turn goes to the next one
      } else {
        jobs.forEach(round::add);
      }
    }
    if (!refused) {
      startWaiting();
      return;
    }
    for (Submission job : jobs) {
      if (cause == null) {
        job.finish(new InferenceOutcome.Dropped(DropCause.STOPPED));
      } else {
        job.fail(cause);
      }
    }
    wakes.forEach(Runnable::run);
  }

  /** Drops what a stream still has waiting. */
  void leave(InferenceQueue queue) {
    List<Submission> dropped;
    List<Runnable> wakes;
    synchronized (lock) {
      round.remove(queue);
      queue.stopWaiting(); // no stage waits for room any more
      queue.releaseTensors();
      dropped = List.copyOf(queue.waiting());
      queue.waiting().clear();
      wakes = round.calls();
    }
    dropped.forEach(job -> job.finish(new InferenceOutcome.Dropped(DropCause.STOPPED)));
    wakes.forEach(Runnable::run);
  }

  private void startWaiting() {
    while (true) {
      DeviceRequest request;
      Grant grant;
      synchronized (lock) {
        if (idle.isEmpty()) {
          return;
        }
        request = idle.element();
        grant = grantNext(request);
        if (grant == null) {
          return;
        }
        idle.remove();
      }
      run(request, grant);
    }
  }

  /**
   * Grants a request to the job whose turn it is, and finds whose turns have come near; needs the
   * lock.
   */
  private @Nullable Grant grantNext(DeviceRequest request) {
    Submission job = round.next();
    if (job == null) {
      return null;
    }
    job.granted();
    running.put(request, job);
    return new Grant(job, round.calls());
  }

  /**
   * A job that has a request.
   *
   * @param calls sources that may prepare a frame now; called once the job is started, for the
   *     device comes first
   */
  private record Grant(Submission job, List<Runnable> calls) {
    void callSources() {
      calls.forEach(Runnable::run);
    }
  }

  /**
   * Starts a job on a request that this thread holds; where that fails or the job is too old, the
   * next one takes its place.
   */
  private void run(DeviceRequest request, Grant first) {
    Grant grant = first;
    while (grant != null) {
      boolean started = tryStart(request, grant.job());
      grant.callSources();
      grant = started ? null : nextOrIdle(request);
    }
  }

  private boolean tryStart(DeviceRequest request, Submission job) {
    if (job.isTooOld()) {
      running.remove(request);
      job.finish(new InferenceOutcome.Dropped(DropCause.MAX_AGE));
      return false;
    }
    try {
      TensorMemory memory = job.tensors().memory();
      if (job.start()) {
        request.start(memory, failure -> completed(request, job, failure));
        return true;
      }
      running.remove(request); // given up since it was granted
    } catch (RuntimeException failure) {
      running.remove(request);
      job.fail(failure);
    }
    return false;
  }

  private void completed(DeviceRequest request, Submission job, @Nullable SluiceException failure) {
    job.ended();
    inferences.increment();
    running.remove(request);
    Grant next = nextOrIdle(request);
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

  private @Nullable Grant nextOrIdle(DeviceRequest request) {
    synchronized (lock) {
      Grant next = grantNext(request);
      if (next == null) {
        idle.add(request);
      }
      return next;
    }
  }

  /**
   * Drops what waits, waits for running inferences and closes the engine. Closing twice does
   * nothing the second time.
   */
  @Override
  public void close() {
    List<Submission> dropped;
    List<Runnable> wakes;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      List<InferenceQueue> queues = round.clear();
      dropped = takeWaiting(queues);
      wakes = wakesOf(queues);
    }
    dropped.forEach(job -> job.finish(new InferenceOutcome.Dropped(DropCause.STOPPED)));
    wakes.forEach(Runnable::run);
    tensors.close();
    engine.close();
  }

  /** What waits in queues that are taken out of the round; needs the lock. */
  private static List<Submission> takeWaiting(List<InferenceQueue> queues) {
    List<Submission> waiting = queues.stream().flatMap(queue -> queue.waiting().stream()).toList();
    queues.forEach(queue -> queue.waiting().clear());
    return waiting;
  }

  /** Sources that wait to be called; needs the lock. */
  private static List<Runnable> wakesOf(List<InferenceQueue> queues) {
    return queues.stream().map(InferenceQueue::stopWaiting).filter(Objects::nonNull).toList();
  }
}
