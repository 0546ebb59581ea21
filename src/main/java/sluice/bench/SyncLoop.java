package sluice.bench;

import java.util.function.BooleanSupplier;
import sluice.pipeline.InputPreprocessor;
import sluice.stage.inference.DeviceRequest;

/** One request; each frame is waited for before the next one is read. */
record SyncLoop(BenchSubject subject, Meter meter) implements ManualLoop.Body {

  @Override
  public void run(BooleanSupplier wanted) {
    DeviceRequest request = subject.engine().handRequests(1).getFirst();
    ManualFrame frame = subject.engine().handFrames(1).getFirst();
    try (LoopedPictures pictures = new LoopedPictures(subject.opener());
        InputPreprocessor preparation = subject.preparation().get()) {
      while (wanted.getAsBoolean()) {
        frame.fill(pictures, preparation);
        frame.starting();
        request.infer(frame.memory());
        frame.inferred();
        frame.read(subject.postprocessor(), meter);
      }
    }
  }
}
