package sluice.stage.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import sluice.core.TensorSet;

/** A pool of two requests, of which everything is given back after each test. */
abstract class RequestPoolFixture {
  final FakeEngine engine = new FakeEngine(2);
  final RequestPool pool = new RequestPool(engine);
  final List<TensorSet> leased = new ArrayList<>();

  @AfterEach
  void everythingIsGivenBack() {
    leased.forEach(TensorSet::close);
    assertThat(pool.leasedTensors()).isZero();
    pool.close();
    assertThat(engine.isClosed()).isTrue();
  }

  final TensorSet lease(InferenceQueue queue) {
    TensorSet set = queue.lease();
    leased.add(set);
    return set;
  }

  final List<CompletableFuture<InferenceOutcome>> submit(InferenceQueue queue, int count) {
    List<CompletableFuture<InferenceOutcome>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      results.add(queue.submit(lease(queue), System.nanoTime()).toCompletableFuture());
    }
    return results;
  }
}
