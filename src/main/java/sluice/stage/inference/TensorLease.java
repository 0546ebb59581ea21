package sluice.stage.inference;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sluice.core.TensorSet;

/** One lease of tensor memory; closing it gives the memory back. */
final class TensorLease implements TensorSet {
  private final TensorShare share;
  private final AtomicReference<@Nullable TensorMemory> memory;

  TensorLease(TensorShare share, TensorMemory memory) {
    this.share = share;
    this.memory = new AtomicReference<>(memory);
  }

  TensorMemory memory() {
    TensorMemory current = memory.get();
    if (current == null) {
      throw new IllegalStateException("these tensors were given back already");
    }
    return current;
  }

  @Override
  public MemorySegment input() {
    return memory().input();
  }

  @Override
  public MemorySegment output(int index) {
    return memory().output(index);
  }

  /**
   * Gives the memory up without giving it back: the device may still write there. It counts as
   * leased from then on.
   */
  void abandon() {
    memory.set(null);
  }

  @Override
  public void close() {
    TensorMemory current = memory.getAndSet(null);
    if (current != null) {
      share.giveBack(current);
    }
  }
}
