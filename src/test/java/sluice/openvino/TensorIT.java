package sluice.openvino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class TensorIT extends OpenVinoTests {

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      mode = Mode.EXCLUDE,
      names = {"DYNAMIC", "STRING", "UNKNOWN"})
  void everyType_hasTheSizeThatOpenVinoGivesIt(ElementType type) {
    try (Tensor tensor = Tensor.allocate(type, 3, 8)) {
      assertThat(tensor.elementType()).isEqualTo(type);
      assertThat(tensor.shape()).containsExactly(3, 8);
      assertThat(tensor.data().byteSize()).isEqualTo(type.byteSize(3, 8));
    }
  }

  @Test
  void tensorOverOurMemory_isThatMemory() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(100);
      try (Tensor tensor = Tensor.of(ElementType.U8, new long[] {1, 2, 2, 3}, memory)) {
        assertThat(tensor.data().address()).isEqualTo(memory.address());
        assertThat(tensor.data().byteSize()).isEqualTo(12);
      }
    }
  }

  @Test
  void memoryThatIsTooSmallOrOfTheHeap_isRefused() {
    long[] shape = {2, 2};
    try (Arena arena = Arena.ofConfined()) {
      assertThatThrownBy(() -> Tensor.of(ElementType.F32, shape, arena.allocate(15)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("F32 [2, 2] needs 16 bytes of native memory, not 15");
    }
    assertThatThrownBy(() -> Tensor.of(ElementType.F32, shape, MemorySegment.ofArray(new byte[16])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 of the heap");
    assertThatThrownBy(() -> Tensor.allocate(ElementType.STRING, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void allocatedMemory_refusesAccessAfterTheClose() {
    Tensor tensor = Tensor.allocate(ElementType.U8, 4);
    MemorySegment data = tensor.data();
    data.fill((byte) 7);
    assertThat(Arrays.toString(data.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)))
        .isEqualTo("[7, 7, 7, 7]");
    tensor.close();
    tensor.close();

    assertThatThrownBy(() -> data.fill((byte) 0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(tensor::data)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("tensor is closed");
  }
}
