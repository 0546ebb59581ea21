package sluice.stage.inference;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;

/** Fake inference engine: a device whose inferences end on the test's command. */
public final class FakeEngine implements InferenceEngine {
  private final Arena arena = Arena.ofShared();
  private final List<Request> requests;
  private final List<TensorMemory> started = new ArrayList<>();
  private final List<Request> extra = new ArrayList<>();
  private final List<String> memoryThreads = new CopyOnWriteArrayList<>();
  private volatile Runnable memoryWork = () -> {};
  private int refusals;
  private boolean closed;

  /** A device with so many requests. */
  public FakeEngine(int requests) {
    this.requests = IntStream.range(0, requests).mapToObj(i -> new Request()).toList();
  }

  @Override
  public InputSpec input() {
    return new InputSpec(8, 8, ChannelOrder.BGR);
  }

  @Override
  public List<OutputSpec> outputs() {
    return List.of(new OutputSpec("out", List.of(1L, 1L, 2L, 7L)));
  }

  @Override
  public List<Request> requests() {
    return requests;
  }

  @Override
  public synchronized Request newRequest() {
    Request request = new Request();
    extra.add(request);
    return request;
  }

  @Override
  public TensorMemory newTensorMemory() {
    memoryThreads.add(Thread.currentThread().getName());
    memoryWork.run();
    MemorySegment input = arena.allocate(input().byteSize() + 64);
    MemorySegment output = arena.allocate(2 * 7 * Float.BYTES, Float.BYTES);
    return new TensorMemory() {
      @Override
      public MemorySegment input() {
        return input;
      }

      @Override
      public MemorySegment output(int index) {
        return output;
      }
    };
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo("fake", "FAKE", requests.size(), requests.size(), Map.of(), 0, 0);
  }

  @Override
  public void close() {
    closed = true;
    arena.close();
  }

  /** Whether it was closed. */
  public boolean isClosed() {
    return closed;
  }

  /** Threads that made memory, by their names. */
  public List<String> memoryThreads() {
    return List.copyOf(memoryThreads);
  }

  /** What making memory does from now on, besides. */
  public void memoryWork(Runnable work) {
    memoryWork = work;
  }

  /** Memory of every inference that was started, in order. */
  public synchronized List<TensorMemory> started() {
    return List.copyOf(started);
  }

  /** Requests that run now. */
  public synchronized List<Request> running() {
    return Stream.concat(requests.stream(), extra.stream()).filter(Request::isRunning).toList();
  }

  /** Refuses the next starts. */
  public synchronized void refuseStarts(int count) {
    refusals = count;
  }

  /** Ends all inferences that run now. */
  public void endAll() {
    running().forEach(Request::end);
  }

  /** One request; it ends when told. */
  public final class Request implements DeviceRequest {
    private @Nullable Completion completion;
    private volatile boolean cancelled;

    @Override
    public void start(TensorMemory memory, Completion whenDone) {
      synchronized (FakeEngine.this) {
        if (completion != null) {
          throw new AssertionError("started while busy");
        }
        if (refusals > 0) {
          refusals--;
          throw new SluiceException(ErrorCode.DEVICE, "refused");
        }
        completion = whenDone;
        started.add(memory);
      }
    }

    /** Works at once. */
    @Override
    public void infer(TensorMemory memory) {
      synchronized (FakeEngine.this) {
        started.add(memory);
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    /** Whether it was asked to end early. */
    public boolean isCancelled() {
      return cancelled;
    }

    boolean isRunning() {
      return completion != null;
    }

    /** Ends the inference well. */
    public void end() {
      end(null);
    }

    /** Ends the inference with a failure. */
    public void end(@Nullable SluiceException failure) {
      Completion ending;
      synchronized (FakeEngine.this) {
        ending = completion;
        completion = null;
      }
      if (ending == null) {
        throw new AssertionError("not running");
      }
      ending.completed(failure);
    }
  }
}
