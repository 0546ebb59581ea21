package sluice.bench;

import java.util.List;
import java.util.function.BooleanSupplier;
import sluice.pipeline.InputPreprocessor;
import sluice.stage.inference.DeviceRequest;

/**
 * Two requests, swapped by hand: the next frame is read and started while the current one is on the
 * device, as the async-api notebook of OpenVINO's has it.
 */
record AsyncLoop(BenchSubject subject, Meter meter) implements ManualLoop.Body {

  @Override
  public void run(BooleanSupplier wanted) {
    List<DeviceRequest> requests = subject.engine().handRequests(2);
    List<ManualFrame> frames = subject.engine().handFrames(2);
    ManualSlot current = new ManualSlot(requests.get(0), frames.get(0));
    ManualSlot next = new ManualSlot(requests.get(1), frames.get(1));
    try (LoopedPictures pictures = new LoopedPictures(subject.opener());
        InputPreprocessor preparation = subject.preparation().get()) {
      while (wanted.getAsBoolean()) {
        next.frame().fill(pictures, preparation);
        next.start();
        finish(current);
        ManualSlot swapped = current;
        current = next;
        next = swapped;
      }
      finish(current);
    } finally {
      current.awaitIdle();
      next.awaitIdle();
    }
  }

  private void finish(ManualSlot slot) {
    if (slot.await()) {
      slot.frame().read(subject.postprocessor(), meter);
    }
  }
}
