package sluice.bench;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import sluice.core.Geometry;
import sluice.core.LatencyStage;
import sluice.core.Picture;
import sluice.core.Predictions;
import sluice.core.TensorSet;
import sluice.core.Timings;
import sluice.pipeline.InputPreprocessor;
import sluice.stage.inference.TensorMemory;
import sluice.stage.postprocess.Postprocessor;
import sluice.video.decode.DecodedPicture;

/**
 * The memory of one inference in a loop written by hand, and the frame that is in it now. Filled
 * again and again; one thread at a time has it.
 */
final class ManualFrame {
  private final TensorMemory memory;
  private final TensorSet tensors;
  private Timings timings = new Timings();
  private @Nullable Geometry geometry;
  private long number;
  private long readyNanos;
  private long preparedNanos;
  private long startedNanos;

  /** Works on memory that stays its engine's. */
  ManualFrame(TensorMemory memory) {
    this.memory = memory;
    this.tensors = new Tensors(memory);
  }

  /** What a request works on. */
  TensorMemory memory() {
    return memory;
  }

  /** Reads the next picture and writes it into the input. */
  void fill(LoopedPictures pictures, InputPreprocessor preparation) {
    DecodedPicture decoded = pictures.next();
    try (Picture picture = decoded.picture()) {
      readyNanos = System.nanoTime();
      number = pictures.read() - 1;
      timings = new Timings();
      timings.set(LatencyStage.DECODE, decoded.decodeNanos());
      geometry = preparation.prepare(picture, tensors);
      preparedNanos = System.nanoTime();
      timings.set(LatencyStage.PREPROCESS, preparedNanos - readyNanos);
    }
  }

  /** Its inference is about to start. */
  void starting() {
    startedNanos = System.nanoTime();
    timings.set(LatencyStage.REQUEST_WAIT, startedNanos - preparedNanos);
  }

  /** Its inference has ended. */
  void inferred() {
    timings.set(LatencyStage.INFERENCE, System.nanoTime() - startedNanos);
  }

  /** Reads the outputs and reports what was found. */
  void read(Postprocessor postprocessor, Meter meter) {
    Geometry where = geometry;
    if (where == null) {
      throw new IllegalStateException("nothing was filled in");
    }
    long start = System.nanoTime();
    Predictions found = postprocessor.read(tensors, where);
    long end = System.nanoTime();
    timings.set(LatencyStage.POSTPROCESS, end - start);
    timings.set(LatencyStage.END_TO_END, end - readyNanos);
    meter.finished(number, timings, found);
  }

  /** Memory of an engine as stages see it; giving it back is not asked for. */
  private record Tensors(TensorMemory memory) implements TensorSet {
    @Override
    public MemorySegment input() {
      return memory.input();
    }

    @Override
    public MemorySegment output(int index) {
      return memory.output(index);
    }

    @Override
    public void close() {}
  }
}
