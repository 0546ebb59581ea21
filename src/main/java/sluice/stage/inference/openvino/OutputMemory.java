package sluice.stage.inference.openvino;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import sluice.core.NativeMemory;
import sluice.core.model.OutputSpec;
import sluice.openvino.ElementType;
import sluice.openvino.InferRequest;
import sluice.openvino.Tensor;

/**
 * Memory for one output of one inference; the arena's, which frees it. Used by one thread at a
 * time, as the tensors that it belongs to are.
 */
sealed interface OutputMemory {

  /** Memory for an output of fixed size, or of one that each inference chooses. */
  static OutputMemory of(Arena arena, OutputSpec spec) {
    return spec.isOpen() ? new Growing(arena) : Fixed.of(arena, spec);
  }

  /** Has the request's next inferences write here, where it can. */
  void bind(InferRequest request, int index);

  /** Takes what the request's last inference wrote elsewhere. */
  void take(InferRequest request, int index);

  /** What the last inference gave. */
  MemorySegment floats();

  /** Bytes that are taken from the arena. */
  long bytes();

  /**
   * Refuses further use.
   *
   * @return completes when no request writes here any more
   */
  CompletionStage<Void> close();

  /** Written by the device itself. */
  record Fixed(MemorySegment floats, Tensor tensor) implements OutputMemory {
    private static Fixed of(Arena arena, OutputSpec spec) {
      long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
      MemorySegment floats = arena.allocate(spec.size() * Float.BYTES, OpenVinoTensors.ALIGNMENT);
      Tensor tensor = Tensor.of(ElementType.F32, shape, floats);
      NativeMemory.taken(floats.byteSize());
      return new Fixed(floats, tensor);
    }

    @Override
    public void bind(InferRequest request, int index) {
      request.setOutput(index, tensor);
    }

    @Override
    public void take(InferRequest request, int index) {}

    @Override
    public long bytes() {
      return floats.byteSize();
    }

    @Override
    public CompletionStage<Void> close() {
      tensor.close();
      return tensor.freed();
    }
  }

  /**
   * A copy of what the request keeps in memory of its own: how much that will be is known only
   * after the inference. Grows to the largest that came; twice as large each time, so that all that
   * was outgrown is no more than what is used.
   */
  final class Growing implements OutputMemory {
    private static final int LEAST_BYTES = 4096;

    private final Arena arena;
    private MemorySegment room = MemorySegment.NULL;
    private long used;
    private long taken;

    private Growing(Arena arena) {
      this.arena = arena;
    }

    @Override
    public void bind(InferRequest request, int index) {}

    @Override
    public void take(InferRequest request, int index) {
      used = 0;
      used = request.copyOutput(index, this::room);
    }

    private MemorySegment room(long wanted) {
      if (room.byteSize() < wanted) {
        long size = Math.max(LEAST_BYTES, Math.max(wanted, 2 * room.byteSize()));
        room = arena.allocate(size, OpenVinoTensors.ALIGNMENT);
        taken += size;
        NativeMemory.taken(size);
      }
      return room;
    }

    @Override
    public MemorySegment floats() {
      return room.asSlice(0, used);
    }

    @Override
    public long bytes() {
      return taken;
    }

    @Override
    public CompletionStage<Void> close() {
      return CompletableFuture.completedStage(null);
    }
  }
}
