package sluice.stage.inference.openvino;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import sluice.core.NativeMemory;
import sluice.core.model.InputSpec;
import sluice.core.model.OutputSpec;
import sluice.openvino.ElementType;
import sluice.openvino.InferRequest;
import sluice.openvino.Tensor;
import sluice.stage.inference.TensorMemory;

/** Host memory of one inference, with the tensors over it that requests are bound to. */
final class OpenVinoTensors implements TensorMemory, AutoCloseable {
  /**
   * Bytes past a picture's last row, as {@link sluice.core.TensorSet#input} promises: a conversion
   * may write a vector's width.
   */
  private static final int SPARE_BYTES = 64;

  /** What vectors of the processor like best. */
  static final int ALIGNMENT = 64;

  private final MemorySegment input;
  private final Tensor inputTensor;
  private final List<OutputMemory> outputs;

  OpenVinoTensors(Arena arena, InputSpec spec, List<OutputSpec> outputSpecs) {
    input = arena.allocate(spec.byteSize() + SPARE_BYTES, ALIGNMENT);
    NativeMemory.taken(input.byteSize());
    inputTensor = Tensor.of(ElementType.U8, new long[] {1, spec.height(), spec.width(), 3}, input);
    outputs = outputSpecs.stream().map(output -> OutputMemory.of(arena, output)).toList();
  }

  /** Bytes of the memory behind the tensors. */
  long bytes() {
    return input.byteSize() + outputs.stream().mapToLong(OutputMemory::bytes).sum();
  }

  /** Lets a request read and write here. */
  void bind(InferRequest request) {
    request.setInput(0, inputTensor);
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

  /** Closes the tensors; the memory is the arena's. */
  @Override
  public void close() {
    inputTensor.close();
    outputs.forEach(OutputMemory::close);
  }
}
