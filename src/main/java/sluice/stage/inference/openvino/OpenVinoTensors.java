package sluice.stage.inference.openvino;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import sluice.core.NativeMemory;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.openvino.ElementType;
import sluice.openvino.InferRequest;
import sluice.openvino.Tensor;
import sluice.stage.inference.TensorMemory;

/**
 * Host memory of one inference, with the tensors over it that requests are bound to. It has an
 * arena of its own: an inference that does not return keeps this memory and no other.
 */
final class OpenVinoTensors implements TensorMemory {
  /**
   * Bytes past a picture's last row, as {@link sluice.core.TensorSet#input} promises: a conversion
   * may write a vector's width.
   */
  private static final int SPARE_BYTES = 64;

  /** What vectors of the processor like best. */
  static final int ALIGNMENT = 64;

  private final Arena arena;
  private final int inputIndex;
  private final MemorySegment input;
  private final Tensor inputTensor;
  private final List<OutputMemory> outputs = new ArrayList<>();

  private OpenVinoTensors(Arena arena, int inputIndex, MemorySegment input, Tensor inputTensor) {
    this.arena = arena;
    this.inputIndex = inputIndex;
    this.input = input;
    this.inputTensor = inputTensor;
  }

  /**
   * New memory for pictures and outputs.
   *
   * @param inputIndex which of the model's inputs the picture is
   */
  static OpenVinoTensors of(InputSpec spec, int inputIndex, List<OutputSpec> outputSpecs) {
    OpenVinoTensors made = of(spec, inputIndex);
    try {
      outputSpecs.forEach(output -> made.outputs.add(OutputMemory.of(made.arena, output)));
      return made;
    } catch (RuntimeException | Error failure) {
      made.close();
      throw failure;
    }
  }

  private static OpenVinoTensors of(InputSpec spec, int inputIndex) {
    Arena arena = Arena.ofShared();
    try {
      MemorySegment input = arena.allocate(spec.byteSize() + SPARE_BYTES, ALIGNMENT);
      long[] shape = {1, spec.height(), spec.width(), 3};
      Tensor tensor = Tensor.of(ElementType.U8, shape, input);
      NativeMemory.taken(input.byteSize());
      return new OpenVinoTensors(arena, inputIndex, input, tensor);
    } catch (RuntimeException | Error failure) {
      arena.close();
      throw failure;
    }
  }

  /** Bytes of the memory behind the tensors. */
  private long bytes() {
    return input.byteSize() + outputs.stream().mapToLong(OutputMemory::bytes).sum();
  }

  /** Lets a request read and write here. */
  void bind(InferRequest request) {
    request.setInput(inputIndex, inputTensor);
    for (int i = 0; i < outputs.size(); i++) {
      outputs.get(i).bind(request, i);
    }
  }

  /** Takes what a request keeps itself, before it starts anew. */
  void take(InferRequest request) {
    for (int i = 0; i < outputs.size(); i++) {
      outputs.get(i).take(request, i);
    }
  }

  @Override
  public MemorySegment input() {
    return input;
  }

  @Override
  public MemorySegment output(int index) {
    return outputs.get(index).floats();
  }

  /**
   * Refuses further use. The memory is freed as soon as no request uses it any more: now, or by the
   * thread that ends the last inference on it.
   *
   * @return completes when the memory is freed
   */
  CompletionStage<Void> close() {
    inputTensor.close();
    List<CompletionStage<Void>> parts = new ArrayList<>();
    parts.add(inputTensor.freed());
    outputs.forEach(output -> parts.add(output.close()));
    CompletableFuture<?>[] all =
        parts.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(all).thenRun(this::free);
  }

  private void free() {
    long bytes = bytes();
    arena.close();
    NativeMemory.givenBack(bytes);
  }
}
