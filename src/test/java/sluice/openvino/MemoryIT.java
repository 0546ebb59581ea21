package sluice.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tensors over memory of the caller's: what is refused, and when it may go. */
class MemoryIT extends OpenVinoTests {
  private static final long[] SHAPE = {1, 3, 2, 2};
  private static final int BYTES = 12 * Float.BYTES;

  @Test
  void inferenceOverMemoryThatIsGone_isNotStarted() throws Exception {
    try (Fixture fixture = Fixture.of(TinyModels.twice(folder));
        InferRequest request = fixture.request();
        Tensor other = fixture.input(1)) {
      try (Arena arena = Arena.ofConfined()) {
        Tensor input = Tensor.of(ElementType.F32, SHAPE, arena.allocate(BYTES, 64));
        request.setInput(0, input);
        input.close();
        request.infer();
      }

      assertThatThrownBy(request::infer)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the memory of input 0 (tensor of F32 [1, 3, 2, 2]) was freed");
      assertThatThrownBy(request::startAsync).isInstanceOf(IllegalStateException.class);
      assertThat(request.isBusy()).isFalse();
      request.setInput(0, other);
      result(request.startAsync());
      assertThat(output(request, "y")).containsOnly(2);
    }
  }

  @Test
  void outputOverMemoryThatIsGone_isNotWritten() {
    try (Fixture fixture = Fixture.of(TinyModels.twice(folder));
        InferRequest request = fixture.request()) {
      try (Arena arena = Arena.ofConfined();
          Tensor output = Tensor.of(ElementType.F32, SHAPE, arena.allocate(BYTES, 64))) {
        request.setOutput("y", output);
      }
      assertThatThrownBy(request::infer).hasMessageContaining("the memory of output 0");
    }
  }

  @Test
  void readOnlyMemory_isReadButNotWritten() {
    try (Arena arena = Arena.ofConfined();
        Fixture fixture = Fixture.of(TinyModels.twice(folder));
        InferRequest request = fixture.request()) {
      MemorySegment memory = arena.allocate(BYTES, 64);
      memory.setAtIndex(JAVA_FLOAT, 3, 7f);
      try (Tensor tensor = Tensor.of(ElementType.F32, SHAPE, memory.asReadOnly())) {
        assertThatThrownBy(() -> request.setOutput(0, tensor))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("read-only");
        request.setInput("x", tensor);
        request.infer();
        assertThat(output(request, "y")[3]).isEqualTo(14f);
      }
    }
  }

  @Test
  void tensor_tellsWhenItsMemoryMayGo() throws Exception {
    try (Arena arena = Arena.ofShared();
        Fixture fixture = Fixture.of(TinyModels.twice(folder));
        InferRequest request = fixture.request();
        Tensor next = fixture.input(1)) {
      Tensor tensor = Tensor.of(ElementType.F32, SHAPE, arena.allocate(BYTES, 64));
      request.setInput(0, tensor);
      tensor.close();
      assertThat(tensor.awaitFreed(Duration.ofMillis(1))).as("the request has it").isFalse();

      request.setInput(0, next);
      assertThat(tensor.awaitFreed(Fixture.DEADLINE)).isTrue();
    }
  }

  @Test
  void wrongTypeAndWrongShape_areRefusedByName() {
    try (Fixture fixture = Fixture.of(TinyModels.twice(folder));
        InferRequest request = fixture.request();
        Tensor type = Tensor.allocate(ElementType.I32, SHAPE);
        Tensor rank = Tensor.allocate(ElementType.F32, 12);
        Tensor right = fixture.input(3)) {
      assertThatThrownBy(() -> request.setInput("x", type))
          .isInstanceOf(OpenVinoException.class)
          .hasMessageContaining("setting input 0 to a tensor of I32 [1, 3, 2, 2]");
      assertThatThrownBy(() -> request.setOutput("y", rank))
          .isInstanceOf(OpenVinoException.class)
          .hasMessageContaining("F32 [12]");
      assertThatThrownBy(() -> request.setInput("z", right))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no input is named 'z'; the model has: x");
      assertThatThrownBy(() -> request.output("x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no output is named 'x'; the model has: y");
    }
  }

  @Test
  void severalInputsAndOutputs_areSetByNameAndIndex() {
    try (Fixture fixture = Fixture.of(TinyModels.twoByTwo().write(folder));
        InferRequest request = fixture.request();
        Tensor a = floats(new long[] {2, 3}, 1, 2, 3, 4, 5, 6);
        Tensor b = floats(new long[] {2, 3}, 2, 2, 2, 3, 3, 3);
        Tensor product = Tensor.allocate(ElementType.F32, 2, 3)) {
      request.setInput("b", b);
      request.setInput(0, a);
      request.setOutput("product", product);
      request.infer();

      assertThat(floats(product)).containsExactly(2, 4, 6, 12, 15, 18);
      assertThat(output(request, "sum")).containsExactly(3, 4, 5, 7, 8, 9);
      try (Tensor input = request.input("b")) {
        assertThat(input.data().address()).isEqualTo(b.data().address());
      }
    }
  }

  @Test
  void await_returnsWhenTheInferenceHasEndedOrTheTimeHas() throws Exception {
    try (Fixture fixture = Fixture.of(TinyModels.slow(folder));
        InferRequest request = fixture.request()) {
      assertThat(request.await(Duration.ZERO)).as("idle").isTrue();
      CompletableFuture<Void> future = request.startAsync();
      assertThat(request.await(Duration.ofMillis(1))).isFalse();

      CompletableFuture<Boolean> awaited = CompletableFuture.supplyAsync(() -> awaitLong(request));
      request.cancel();
      assertThat(result(awaited)).isTrue();
      assertThat(future).failsWithin(Fixture.DEADLINE);
    }
  }

  /** Longer than the test's deadline: only being told of the end is soon enough. */
  private static boolean awaitLong(InferRequest request) {
    try {
      return request.await(Duration.ofHours(1));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void profile_reportsTimePerLayer() {
    try (Core core = Core.create();
        CompiledModel compiled =
            core.compile(TinyModels.slow(folder), "CPU", ExecutionProperties.PERF_COUNT.to(true));
        InferRequest request = compiled.createInferRequest()) {
      request.infer();

      assertThat(request.profile())
          .hasSizeGreaterThan(100)
          .anySatisfy(
              layer -> {
                assertThat(layer.name()).isEqualTo("power7");
                assertThat(layer.type()).isNotBlank();
                assertThat(layer.implementation()).isNotBlank();
                assertThat(layer.execution()).isEqualTo(LayerProfile.Execution.EXECUTED);
                assertThat(layer.real()).isPositive();
              });
    }
  }

  @Test
  void profileWithoutCounters_hasNoTimes() {
    try (Fixture fixture = Fixture.of(TinyModels.twice(folder));
        InferRequest request = fixture.request()) {
      request.infer();
      assertThat(request.profile())
          .allSatisfy(layer -> assertThat(layer.real()).isEqualTo(Duration.ZERO));
    }
  }
}
