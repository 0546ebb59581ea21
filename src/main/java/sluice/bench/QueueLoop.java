package sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.SluiceException;
import sluice.pipeline.InputPreprocessor;
import sluice.stage.inference.DeviceRequest;

/**
 * As many requests as the model is to have, with callbacks, as OpenVINO's {@code AsyncInferQueue}
 * has it: this thread reads, prepares and starts a frame on whichever request is idle; the callback
 * hands the request back and reads the outputs. One frame is prepared while all requests work, and
 * one may be read while its request works on the next: so the memory for two more.
 */
final class QueueLoop implements ManualLoop.Body {
  private static final int MORE_FRAMES = 2;

  private final BenchSubject subject;
  private final Meter meter;
  private final BlockingQueue<DeviceRequest> idle;
  private final BlockingQueue<ManualFrame> free;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  /** A queue that works on nothing yet. */
  QueueLoop(BenchSubject subject, Meter meter) {
    this.subject = subject;
    this.meter = meter;
    int requests = subject.pool().requests();
    idle = new LinkedBlockingQueue<>(subject.engine().handRequests(requests));
    free = new LinkedBlockingQueue<>(subject.engine().handFrames(requests + MORE_FRAMES));
  }

  @Override
  public void run(BooleanSupplier wanted) throws InterruptedException {
    int all = free.size();
    try (LoopedPictures pictures = new LoopedPictures(subject.opener());
        InputPreprocessor preparation = subject.preparation().get()) {
      while (wanted.getAsBoolean() && failure.get() == null) {
        ManualFrame frame = free.take();
        boolean started = false;
        try {
          frame.fill(pictures, preparation);
          start(idle.take(), frame);
          started = true;
        } finally {
          if (!started) {
            free.add(frame);
          }
        }
      }
    } finally {
      awaitAll(all);
    }
    throwFailure();
  }

  private void start(DeviceRequest request, ManualFrame frame) {
    frame.starting();
    try {
      request.start(frame.memory(), reason -> completed(request, frame, reason));
    } catch (RuntimeException e) {
      idle.add(request);
      throw e;
    }
  }

  /** On the completion thread, which serves all requests. */
  private void completed(
      DeviceRequest request, ManualFrame frame, @Nullable SluiceException reason) {
    frame.inferred();
    idle.add(request);
    try {
      if (reason == null) {
        frame.read(subject.postprocessor(), meter);
      } else {
        failure.compareAndSet(null, reason);
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    } finally {
      free.add(frame);
    }
  }

  /** A frame is free again when its callback is through. */
  private void awaitAll(int frames) throws InterruptedException {
    List<ManualFrame> back = new ArrayList<>();
    while (back.size() < frames) {
      back.add(free.take());
    }
  }

  private void throwFailure() {
    RuntimeException reason = failure.get();
    if (reason != null) {
      throw reason;
    }
  }
}
