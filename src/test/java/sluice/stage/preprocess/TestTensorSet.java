package sluice.stage.preprocess;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import sluice.core.TensorSet;
import sluice.core.model.InputSpec;
import sluice.video.image.Scaler;

/**
 * A tensor set with an input only, which starts as noise and ends in guard bytes that must not be
 * written.
 */
final class TestTensorSet implements TensorSet {
  static final byte NOISE = (byte) 0xA5;
  private static final int CANARIES = 64;

  private final Arena arena = Arena.ofConfined();
  private final InputSpec spec;
  private final MemorySegment memory;

  TestTensorSet(InputSpec spec) {
    this.spec = spec;
    this.memory = arena.allocate(spec.byteSize() + Scaler.SPARE_BYTES + CANARIES, 64);
    memory.fill(NOISE);
  }

  @Override
  public MemorySegment input() {
    return memory.asSlice(0, spec.byteSize() + Scaler.SPARE_BYTES);
  }

  @Override
  public MemorySegment output(int index) {
    throw new AssertionError("preprocessing has no use for outputs");
  }

  @Override
  public void close() {
    arena.close();
  }

  /** A pixel of the input, first channel in the highest byte. */
  int pixel(int x, int y) {
    int value = 0;
    for (int channel = 0; channel < 3; channel++) {
      long offset = (long) y * spec.stride() + 3L * x + channel;
      value = value << 8 | memory.get(ValueLayout.JAVA_BYTE, offset) & 255;
    }
    return value;
  }

  byte[] canaries() {
    return memory.asSlice(memory.byteSize() - CANARIES).toArray(ValueLayout.JAVA_BYTE);
  }
}
