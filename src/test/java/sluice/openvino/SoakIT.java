package sluice.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Many rounds and many threads. That nothing native is left is counted; the bounds for memory are
 * wide, since this process does other things too. The exact figures: {@code src/docs/long-runs.md}.
 */
class SoakIT extends OpenVinoTests {
  private static final int THREADS = 8;
  private static final Consumer<String> QUIET = _ -> {};
  private static final long SPARE_KILOBYTES = 64 * 1024;

  @Test
  @EnabledOnOs(OS.LINUX)
  void requestsAndTensors_leaveNothingBehind() throws Exception {
    int before = NativeHandle.live();
    BindingRun.Growth growth = BindingRun.requests(TinyModels.addRelu(folder), 1000, QUIET);

    assertThat(NativeHandle.live()).isEqualTo(before);
    assertThat(growth.mostKilobytes()).isLessThan(growth.tenthKilobytes() + SPARE_KILOBYTES);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void compilations_leaveNothingBehind() throws Exception {
    int before = NativeHandle.live();
    BindingRun.Growth growth = BindingRun.compile(TinyModels.addRelu(folder), 60, QUIET);

    assertThat(NativeHandle.live()).isEqualTo(before);
    assertThat(growth.mostKilobytes()).isLessThan(growth.tenthKilobytes() + SPARE_KILOBYTES);
  }

  @Test
  void eightThreadsOnOneCompiledModel_getEachTheirOwnResults() throws Exception {
    try (Fixture fixture = Fixture.of(TinyModels.addRelu(folder));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> work = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread + 1;
        work.add(threads.submit(() -> inferOften(fixture, number)));
      }
      for (Future<?> one : work) {
        one.get(Fixture.DEADLINE.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  /** Every other one asynchronously; each thread knows its results by their size. */
  private static void inferOften(Fixture fixture, int number) {
    try (InferRequest request = fixture.request();
        Tensor input = fixture.input(0);
        Tensor output = fixture.input(0)) {
      MemorySegment in = input.data();
      request.setInput(0, input);
      request.setOutput(0, output);
      for (int round = 1; round <= 200; round++) {
        float value = 1000f * number + round;
        for (long i = 0; i < in.byteSize() / Float.BYTES; i++) {
          in.setAtIndex(JAVA_FLOAT, i, value);
        }
        if (round % 2 == 0) {
          request.infer();
        } else {
          request.startAsync().join();
        }
        assertThat(floats(output)).containsOnly(2 * value);
      }
    }
  }
}
