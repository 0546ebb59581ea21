package sluice.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Base class of tests with the real library; after each of them, everything native that it made is
 * freed.
 */
abstract class OpenVinoTests {
  @TempDir Path folder;
  private final int liveBefore = NativeHandle.live();

  @AfterEach
  void nothingNativeIsLeft() {
    await()
        .atMost(Fixture.DEADLINE)
        .untilAsserted(() -> assertThat(NativeHandle.live()).isEqualTo(liveBefore));
  }

  static <T> T result(CompletableFuture<T> future) throws Exception {
    return future.get(Fixture.DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  /** A tensor of OpenVINO's memory with these values. */
  static Tensor floats(long[] shape, float... values) {
    Tensor tensor = Tensor.allocate(ElementType.F32, shape);
    tensor.data().copyFrom(MemorySegment.ofArray(values));
    return tensor;
  }

  /** The values of a tensor. */
  static float[] floats(Tensor tensor) {
    return tensor.data().toArray(JAVA_FLOAT);
  }

  /** The values of an output of an idle request. */
  static float[] output(InferRequest request, String name) {
    try (Tensor output = request.output(name)) {
      return floats(output);
    }
  }
}
