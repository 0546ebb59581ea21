package sluice.openvino;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * What may be closed when: everything, always. A mistake here ends the JVM rather than fail a test.
 */
class ClosingIT extends OpenVinoTests {

  @Test
  void useAfterClose_isRefusedByName() {
    Fixture fixture = Fixture.of(TinyModels.addRelu(folder));
    Model model = fixture.core().readModel(TinyModels.addRelu(folder));
    InferRequest request = fixture.request();
    Tensor tensor = fixture.input(1);
    Tensor open = fixture.input(1);
    InferRequest idle = fixture.request();
    List<AutoCloseable> all = List.of(tensor, request, model);
    Map<String, ThrowingCallable> uses = new LinkedHashMap<>();
    all.forEach(ClosingIT::closeTwice);
    uses.put("tensor data", tensor::data);
    uses.put("tensor as an input", () -> idle.setInput(0, tensor));
    uses.put("infer request set", () -> request.setInput(0, open));
    uses.put("infer request get", () -> request.output(0));
    uses.put("infer request infer", request::infer);
    uses.put("infer request start", request::startAsync);
    uses.put("infer request cancel", request::cancel);
    uses.put("model ports", model::inputs);
    uses.put("model preprocess", () -> model.preprocess().build());
    uses.put("model compile", () -> fixture.core().compile(model, "CPU", Map.of()));
    uses.forEach(ClosingIT::assertClosed);

    fixture.close();
    assertClosed("infer request of a closed model", idle::infer);
    assertClosed("compiled model request", fixture::request);
    assertClosed(
        "compiled model property", () -> fixture.compiled().property(Properties.NUM_STREAMS));
    assertClosed("core devices", fixture.core()::availableDevices);
    assertClosed("core model", () -> fixture.core().readModel(folder));
    open.close();
  }

  private static void assertClosed(String use, ThrowingCallable call) {
    assertThatThrownBy(call)
        .as(use)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  private static void closeTwice(AutoCloseable closeable) {
    try {
      closeable.close();
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void closingABusyRequest_returnsAtOnceAndLetsItEnd() throws Exception {
    try (Fixture fixture = Fixture.of(TinyModels.slow(folder))) {
      InferRequest request = fixture.request();
      CompletableFuture<Void> future = request.startAsync();
      request.close();
      request.close();

      assertThat(future).as("close does not wait").isNotDone();
      assertThat(request.isBusy()).isTrue();
      result(future);
    }
  }

  @Test
  void closingACompiledModelWithBusyRequests_letsThemEnd() throws Exception {
    Fixture fixture = Fixture.of(TinyModels.slow(folder));
    List<InferRequest> requests = List.of(fixture.request(), fixture.request(), fixture.request());
    List<CompletableFuture<Void>> futures =
        requests.stream().map(InferRequest::startAsync).toList();
    fixture.close();

    assertThat(futures.getLast()).as("close does not wait").isNotDone();
    for (CompletableFuture<Void> future : futures) {
      result(future);
    }
    assertThat(fixture.compiled().awaitFreed(Fixture.DEADLINE)).isTrue();
  }

  @Test
  void closingInAnyOrderWhileBusy_twice_isSafe() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 20; round++) {
      Fixture fixture = Fixture.of(TinyModels.addRelu(folder));
      Model model = fixture.core().readModel(TinyModels.addRelu(folder));
      InferRequest busy = fixture.request();
      InferRequest idle = fixture.request();
      Tensor input = fixture.input(round);
      busy.setInput(0, input);
      idle.setInput(0, input);
      CompletableFuture<Void> future = busy.startAsync();
      List<AutoCloseable> all =
          new ArrayList<>(List.of(fixture.core(), fixture.compiled(), model, busy, idle, input));
      all.addAll(all);
      Collections.shuffle(all, random);
      for (AutoCloseable one : all) {
        one.close();
      }

      result(future);
      assertThat(fixture.compiled().awaitFreed(Fixture.DEADLINE)).isTrue();
    }
  }

  @Test
  void closingFromAnotherThreadDuringCalls_isSafe() throws Exception {
    for (int round = 0; round < 10; round++) {
      Fixture fixture = Fixture.of(TinyModels.addRelu(folder));
      InferRequest synchronous = fixture.request();
      InferRequest asynchronous = fixture.request();
      Tensor input = fixture.input(1);
      AtomicInteger calls = new AtomicInteger();
      CompletableFuture<Void> infers =
          CompletableFuture.runAsync(() -> untilClosed(calls, synchronous::infer));
      CompletableFuture<Void> starts =
          CompletableFuture.runAsync(
              () ->
                  untilClosed(
                      calls,
                      () -> {
                        asynchronous.setInput(0, input);
                        result(asynchronous.startAsync());
                      }));
      await().atMost(Fixture.DEADLINE).until(() -> calls.get() > 20);
      fixture.compiled().close();
      input.close();
      fixture.core().close();

      result(infers);
      result(starts);
      assertThat(fixture.compiled().awaitFreed(Fixture.DEADLINE)).isTrue();
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  private static void untilClosed(AtomicInteger calls, Call call) {
    try {
      while (true) {
        call.run();
        calls.incrementAndGet();
      }
    } catch (IllegalStateException closed) {
      assertThat(closed).hasMessageContaining("is closed");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void closingEverythingFromTheHandler_doesNotDeadlock() throws Exception {
    Fixture fixture = Fixture.of(TinyModels.addRelu(folder));
    InferRequest request = fixture.request();
    InferRequest other = fixture.request();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    other.start(
        (_, _) ->
            request.start(
                (one, _) -> {
                  one.close();
                  fixture.close();
                  other.close();
                  closed.complete(null);
                }));

    result(closed);
    assertThat(fixture.compiled().awaitFreed(Fixture.DEADLINE)).isTrue();
  }

  @Test
  void closingARequestRightAfterItsResult_isSafe() throws Exception {
    try (Fixture fixture = Fixture.of(TinyModels.addRelu(folder))) {
      for (int i = 0; i < 500; i++) {
        InferRequest request = fixture.request();
        CompletableFuture<Void> told = new CompletableFuture<>();
        request.start(
            (one, _) -> {
              one.close();
              told.complete(null);
            });
        result(told);
      }
    }
  }

  @Test
  void closingATensorThatARunningRequestUses_keepsItsMemory() throws Exception {
    Fixture fixture = Fixture.of(TinyModels.slow(folder));
    InferRequest request = fixture.request();
    Tensor input = fixture.input(0);
    MemorySegment data = input.data();
    request.setInput(0, input);
    CompletableFuture<Void> future = request.startAsync();
    input.close();

    assertThat(future).isNotDone();
    assertThat(data.get(JAVA_FLOAT, 0)).isZero();
    result(future);
    fixture.close();
    assertThat(fixture.compiled().awaitFreed(Fixture.DEADLINE)).isTrue();
    assertThatThrownBy(() -> data.get(JAVA_FLOAT, 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void replacedTensor_isFreedOnceItIsClosed() {
    try (Fixture fixture = Fixture.of(TinyModels.addRelu(folder));
        InferRequest request = fixture.request();
        Tensor second = fixture.input(2)) {
      Tensor first = fixture.input(1);
      MemorySegment data = first.data();
      request.setInput(0, first);
      first.close();
      assertThat(data.get(JAVA_FLOAT, 0)).isEqualTo(1f);

      request.setInput(0, second);

      assertThatThrownBy(() -> data.get(JAVA_FLOAT, 0)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void awaitFreed_reports_whenHostMemoryIsNoLongerUsed() throws Exception {
    Fixture fixture = Fixture.of(TinyModels.slow(folder));
    InferRequest request = fixture.request();
    try (Arena arena = Arena.ofShared()) {
      Tensor output =
          Tensor.of(ElementType.F32, new long[] {512, 512}, arena.allocate(512 * 512 * 4, 64));
      request.setOutput(0, output);
      CompletableFuture<Void> future = request.startAsync();
      fixture.close();
      output.close();

      assertThat(future).isNotDone();
      assertThat(fixture.compiled().awaitFreed(Fixture.DEADLINE)).isTrue();
    }
  }
}
