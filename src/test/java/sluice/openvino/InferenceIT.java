package sluice.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceIT extends OpenVinoTests {

  @Test
  void inference_readsAndWritesTheCallersMemory() throws Exception {
    try (Arena arena = Arena.ofShared();
        Fixture fixture = Fixture.of(TinyModels.addRelu(folder));
        InferRequest request = fixture.request()) {
      long[] shape = fixture.compiled().inputs().getFirst().shape();
      MemorySegment in = arena.allocate(3 * 8 * 8 * 4, 64);
      MemorySegment out = arena.allocate(3 * 8 * 8 * 4, 64);
      try (Tensor input = Tensor.of(ElementType.F32, shape, in);
          Tensor output = Tensor.of(ElementType.F32, shape, out)) {
        request.setInput(0, input);
        request.setOutput(0, output);
        in.setAtIndex(JAVA_FLOAT, 0, 1.5f);
        in.setAtIndex(JAVA_FLOAT, 191, -4f);

        result(request.startAsync());
        assertThat(out.getAtIndex(JAVA_FLOAT, 0)).isEqualTo(3f);
        assertThat(out.getAtIndex(JAVA_FLOAT, 191)).isZero();

        in.setAtIndex(JAVA_FLOAT, 191, 8f);
        request.infer();
        assertThat(out.getAtIndex(JAVA_FLOAT, 191)).isEqualTo(16f);
      }
    }
  }

  @Test
  void handler_runsOnCompletionThread_withIdleRequest() throws Exception {
    try (Fixture fixture = Fixture.of(TinyModels.addRelu(folder));
        InferRequest request = fixture.request()) {
      CompletableFuture<String> told = new CompletableFuture<>();
      request.start(
          (one, failure) ->
              told.complete(Thread.currentThread().getName() + one.isBusy() + failure));

      assertThat(result(told)).startsWith("openvino-completion-").endsWith("falsenull");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CPU", "AUTO"})
  void restartFromTheHandler_losesNoCallback(String device) throws Exception {
    int total = 20_000;
    try (Fixture fixture = Fixture.of(TinyModels.addRelu(folder), device);
        InferRequest first = fixture.request();
        InferRequest second = fixture.request()) {
      AtomicInteger started = new AtomicInteger(2);
      AtomicInteger ended = new AtomicInteger();
      CompletableFuture<Void> all = new CompletableFuture<>();
      InferRequest.Handler again =
          new InferRequest.Handler() {
            @Override
            public void completed(InferRequest request, OpenVinoException failure) {
              if (failure != null) {
                all.completeExceptionally(failure);
              } else if (started.getAndIncrement() < total) {
                request.start(this);
              }
              if (ended.incrementAndGet() == total) {
                all.complete(null);
              }
            }
          };
      first.start(again);
      second.start(again);

      result(all);
      assertThat(ended).hasValue(total);
    }
  }

  @Test
  void restartFromTheFuturesThread_losesNoCallback() throws Exception {
    try (Fixture fixture = Fixture.of(TinyModels.addRelu(folder));
        InferRequest request = fixture.request()) {
      for (int i = 0; i < 3000; i++) {
        result(request.startAsync());
      }
    }
  }

  private static void requestReshape(
      InferRequest request, Tensor input, Tensor shape, long rows, long columns) {
    shape.data().setAtIndex(JAVA_LONG, 0, rows);
    shape.data().setAtIndex(JAVA_LONG, 1, columns);
    request.setInput(0, input);
    request.setInput(1, shape);
  }

  @Test
  void failureOfAnInference_reachesItsFutureWithItsStatus() throws Exception {
    try (Fixture fixture = Fixture.of(TinyModels.reshape(folder));
        InferRequest request = fixture.request();
        Tensor input = Tensor.allocate(ElementType.F32, 6);
        Tensor shape = Tensor.allocate(ElementType.I64, 2)) {
      requestReshape(request, input, shape, 4, 2);
      CompletableFuture<Void> future = request.startAsync();

      assertThatThrownBy(() -> result(future))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              OpenVinoException.class, e -> assertThat(e.status()).isEqualTo(Status.GENERAL_ERROR))
          .hasMessageContaining("inference: GENERAL_ERROR (-1)")
          .hasMessageContainingAll("eshape", "6");
      assertThatThrownBy(request::infer).isInstanceOf(OpenVinoException.class);

      requestReshape(request, input, shape, 3, 2);
      result(request.startAsync());
      try (Tensor output = request.output(0)) {
        assertThat(output.shape()).as("a request works on after a failure").containsExactly(3, 2);
      }
    }
  }

  @Test
  void cancelledInference_failsWithThatStatus() throws Exception {
    try (Fixture fixture = Fixture.of(TinyModels.slow(folder));
        InferRequest request = fixture.request()) {
      CompletableFuture<Void> future = request.startAsync();
      request.cancel();

      assertThatThrownBy(() -> result(future))
          .cause()
          .isInstanceOfSatisfying(
              OpenVinoException.class,
              e -> assertThat(e.status()).isEqualTo(Status.INFER_CANCELLED));
      request.cancel();
      result(request.startAsync());
    }
  }

  @Test
  void busyRequest_refusesOtherCalls() throws Exception {
    try (Fixture fixture = Fixture.of(TinyModels.slow(folder));
        InferRequest request = fixture.request();
        Tensor tensor = fixture.input(0)) {
      CompletableFuture<Void> future = request.startAsync();

      assertThat(request.isBusy()).isTrue();
      assertBusy(request::startAsync);
      assertBusy(request::infer);
      assertBusy(() -> request.setInput(0, tensor));
      assertBusy(() -> request.setOutput(0, tensor));
      assertBusy(() -> request.output(0).close());
      assertThat(future).isNotDone();
      result(future);
      assertThat(request.isBusy()).isFalse();
    }
  }

  private static void assertBusy(Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            OpenVinoException.class, e -> assertThat(e.status()).isEqualTo(Status.REQUEST_BUSY));
  }

  @Test
  void tensorThatDoesNotFit_isRefusedAndTheOldOneStays() {
    try (Fixture fixture = Fixture.of(TinyModels.addRelu(folder));
        InferRequest request = fixture.request();
        Tensor wrong = Tensor.allocate(ElementType.F32, 1, 3, 4, 4);
        Tensor right = fixture.input(2)) {
      request.setInput(0, right);
      assertThatThrownBy(() -> request.setInput(0, wrong))
          .isInstanceOf(OpenVinoException.class)
          .hasMessageContaining("F32 [1, 3, 4, 4]");
      assertThatThrownBy(() -> request.setOutput(0, wrong)).isInstanceOf(OpenVinoException.class);
      assertThatThrownBy(() -> request.setInput(1, right))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining("input 1 of a model with 1");

      request.infer();
      try (Tensor output = request.output(0)) {
        assertThat(output.data().get(JAVA_FLOAT, 0)).isEqualTo(4f);
      }
    }
  }

  @Test
  void handlerThatThrows_doesNotStopTheOthers() throws Exception {
    AtomicReference<Throwable> uncaught = new AtomicReference<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, thrown) -> uncaught.set(thrown));
    try (Fixture fixture = Fixture.of(TinyModels.addRelu(folder));
        InferRequest request = fixture.request()) {
      request.start(
          (_, _) -> {
            throw new IllegalStateException("of the handler");
          });
      await()
          .dontCatchUncaughtExceptions()
          .atMost(Fixture.DEADLINE)
          .until(() -> uncaught.get() != null);

      assertThat(uncaught.get()).hasMessage("of the handler");
      result(request.startAsync());
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void future_isCompletedByTheExecutorOrWhereItRefusesAnyway() throws Exception {
    try (Fixture fixture = Fixture.of(TinyModels.addRelu(folder));
        InferRequest request = fixture.request()) {
      AtomicReference<String> thread = new AtomicReference<>();
      Executor named = work -> Thread.ofPlatform().name("named").start(work);
      CompletableFuture<Void> future = request.startAsync(named);
      result(future.whenComplete((_, _) -> thread.set(Thread.currentThread().getName())));
      assertThat(thread.get()).doesNotStartWith("openvino-completion-");

      Executor refusing =
          _ -> {
            throw new RejectedExecutionException("shut down");
          };
      result(request.startAsync(refusing));
    }
  }
}
