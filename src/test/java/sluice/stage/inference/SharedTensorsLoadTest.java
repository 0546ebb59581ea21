package sluice.stage.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.TensorSet;

/** Many streams with a greatest age on many threads: tensors are few, and nothing gets stuck. */
class SharedTensorsLoadTest {
  @ParameterizedTest
  @CsvSource({"2, 20, 1", "2, 200, 1", "8, 20, 1", "8, 200, 1", "2, 200, 4"})
  void tensors_doNotDependOnTheNumberOfStreams(int requests, int streams, int sets)
      throws InterruptedException {
    try (Device device = new Device(requests)) {
      device.streams.run(streams, 4000 / streams / sets, sets);

      assertThat(device.pool.madeTensors()).isBetween(1, sharedSets(requests) * sets);
      assertThat(device.pool.leasedTensors()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void streamAlone_reachesItsDepth(int requests) throws InterruptedException {
    try (Device device = new Device(requests)) {
      int deepest = device.streams.run(1, 400, 1);

      assertThat(deepest).isGreaterThan(requests);
      assertThat(device.pool.leasedTensors()).isZero();
    }
  }

  @Test
  void streamsThatComeAndGo_leaveNoTensorsTaken() throws InterruptedException {
    try (Device device = new Device(2)) {
      for (int i = 0; i < 20; i++) {
        device.streams.run(40, 5, 1 + i % 3);
      }

      assertThat(device.pool.madeTensors()).isLessThanOrEqualTo(3 * sharedSets(2));
      assertThat(device.pool.leasedTensors()).isZero();
      List<TensorSet> all = new ArrayList<>();
      for (int i = 0; i < sharedSets(2); i++) {
        all.add(device.pool.join(4, Duration.ofSeconds(5)).lease());
      }
      all.forEach(TensorSet::close);
    }
  }

  /** Near their turn two each and two, on the requests, being read as many and two. */
  private static int sharedSets(int requests) {
    return 4 * requests + 4;
  }

  /** A device whose inferences end at once, each request on its own thread. */
  private static final class Device implements AutoCloseable {
    private final RequestPool pool;
    private final LatestStreams streams;
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();

    private Device(int requests) {
      FakeEngine engine = new FakeEngine(requests);
      pool = new RequestPool(engine);
      streams = new LatestStreams(pool);
      engine
          .requests()
          .forEach(request -> threads.add(Thread.ofPlatform().daemon().start(() -> work(request))));
    }

    private void work(FakeEngine.Request request) {
      while (!over.get()) {
        if (request.isRunning()) {
          request.end();
        } else {
          Thread.yield();
        }
      }
    }

    @Override
    public void close() {
      over.set(true);
      await().atMost(30, TimeUnit.SECONDS).until(() -> threads.stream().noneMatch(Thread::isAlive));
      streams.close();
      pool.close();
    }
  }
}
