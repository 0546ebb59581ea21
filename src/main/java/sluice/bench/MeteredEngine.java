package sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sluice.core.SluiceException;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.stage.inference.DeviceRequest;
import sluice.stage.inference.EngineInfo;
import sluice.stage.inference.InferenceEngine;
import sluice.stage.inference.TensorMemory;

/**
 * An engine that keeps account of the inferences in flight, no matter what starts them: the pool of
 * a stream and loops written by hand are measured by the same means. Thread-safe.
 */
public final class MeteredEngine implements InferenceEngine {
  private final InferenceEngine engine;
  private final InFlightGauge flights;
  private final List<Request> requests;
  private final List<DeviceRequest> handRequests = new ArrayList<>();
  private final List<TensorMemory> handMemories = new ArrayList<>();

  /** Takes over an engine: closing this one closes it. */
  public MeteredEngine(InferenceEngine engine) {
    this.engine = engine;
    this.flights = new InFlightGauge(engine.info().optimalRequests(), System::nanoTime);
    this.requests = engine.requests().stream().map(Request::new).toList();
  }

  /** The account. */
  InFlightGauge flights() {
    return flights;
  }

  /**
   * Requests beside those of {@link #requests}, for a loop that has its own; kept for the next one.
   */
  synchronized List<DeviceRequest> handRequests(int count) {
    while (handRequests.size() < count) {
      handRequests.add(newRequest());
    }
    return List.copyOf(handRequests.subList(0, count));
  }

  /** Memory for as many inferences, for a loop that has its own; kept for the next one. */
  synchronized List<ManualFrame> handFrames(int count) {
    while (handMemories.size() < count) {
      handMemories.add(newTensorMemory());
    }
    return IntStream.range(0, count).mapToObj(i -> new ManualFrame(handMemories.get(i))).toList();
  }

  @Override
  public InputSpec input() {
    return engine.input();
  }

  @Override
  public List<OutputSpec> outputs() {
    return engine.outputs();
  }

  @Override
  public List<? extends DeviceRequest> requests() {
    return requests;
  }

  @Override
  public DeviceRequest newRequest() {
    return new Request(engine.newRequest());
  }

  @Override
  public TensorMemory newTensorMemory() {
    return engine.newTensorMemory();
  }

  @Override
  public EngineInfo info() {
    return engine.info();
  }

  @Override
  public void close() {
    engine.close();
  }

  private final class Request implements DeviceRequest {
    private final DeviceRequest request;

    Request(DeviceRequest request) {
      this.request = request;
    }

    @Override
    public void start(TensorMemory memory, Completion completion) {
      flights.started();
      boolean started = false;
      try {
        request.start(memory, failure -> completed(completion, failure));
        started = true;
      } finally {
        if (!started) {
          flights.ended();
        }
      }
    }

    private void completed(Completion completion, @Nullable SluiceException failure) {
      flights.ended();
      completion.completed(failure);
    }

    @Override
    public void infer(TensorMemory memory) {
      flights.started();
      try {
        request.infer(memory);
      } finally {
        flights.ended();
      }
    }

    @Override
    public void cancel() {
      request.cancel();
    }
  }
}
