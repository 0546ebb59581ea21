package sluice.stage.inference.openvino;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import sluice.core.InputSpec;
import sluice.core.NativeMemory;
import sluice.core.OutputSpec;
import sluice.openvino.ElementType;
import sluice.openvino.Tensor;
import sluice.stage.inference.TensorMemory;

/** Host memory of one inference, with the tensors over it that requests are bound to. */
final class OpenVinoTensors implements TensorMemory, AutoCloseable {
  /**
   * Bytes past a picture's last row, as {@link sluice.core.TensorSet#input} promises: a conversion
   * may write a vector's width.
   */
  private static final int SPARE_BYTES = 64;

  private static final int ALIGNMENT = 64;

  private final MemorySegment input;
  private final List<MemorySegment> outputs;
  private final Tensor inputTensor;
  private final List<Tensor> outputTensors;

  OpenVinoTensors(Arena arena, InputSpec spec, List<OutputSpec> outputSpecs) {
    input = arena.allocate(spec.byteSize() + SPARE_BYTES, ALIGNMENT);
    inputTensor = Tensor.of(ElementType.U8, new long[] {1, spec.height(), spec.width(), 3}, input);
    outputs =
        outputSpecs.stream()
            .map(output -> arena.allocate(output.size() * Float.BYTES, ALIGNMENT))
            .toList();
    outputTensors =
        java.util.stream.IntStream.range(0, outputs.size())
            .mapToObj(i -> Tensor.of(ElementType.F32, shape(outputSpecs.get(i)), outputs.get(i)))
            .toList();
    NativeMemory.taken(bytes());
  }

  /** Bytes of the memory behind the tensors. */
  long bytes() {
    return input.byteSize() + outputs.stream().mapToLong(MemorySegment::byteSize).sum();
  }

  private static long[] shape(OutputSpec output) {
    return output.shape().stream().mapToLong(Long::longValue).toArray();
  }

  Tensor inputTensor() {
    return inputTensor;
  }

  List<Tensor> outputTensors() {
    return outputTensors;
  }

  @Override
  public MemorySegment input() {
    return input;
  }

  @Override
  public MemorySegment output(int index) {
    return outputs.get(index);
  }

  /** Closes the tensors; the memory is the arena's. */
  @Override
  public void close() {
    inputTensor.close();
    outputTensors.forEach(Tensor::close);
  }
}
