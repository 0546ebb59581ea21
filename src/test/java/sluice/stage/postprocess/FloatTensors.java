package sluice.stage.postprocess;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import sluice.core.TensorSet;

/** Synthetic output tensors: floats given by the test. */
public record FloatTensors(List<MemorySegment> outputs) implements TensorSet {

  /** One array for each output. */
  public static FloatTensors of(float[]... outputs) {
    return new FloatTensors(Stream.of(outputs).map(MemorySegment::ofArray).toList());
  }

  /** One output, row by row. */
  public static FloatTensors ofRows(float[]... rows) {
    int length = rows.length == 0 ? 0 : rows[0].length;
    float[] all = new float[rows.length * length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, all, i * length, length);
    }
    return of(all);
  }

  @Override
  public MemorySegment input() {
    throw new AssertionError("not read");
  }

  @Override
  public MemorySegment output(int index) {
    return outputs.get(index);
  }

  @Override
  public void close() {}
}
