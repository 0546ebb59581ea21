package sluice.stage.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.TensorSet;

/** Many streams with a greatest age on many threads: tensors are few, and nothing gets stuck. */
class SharedTensorsLoadTest {
  private static final int PREFETCH = 2;
  private static final int SECONDS = 30;

  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @ParameterizedTest
  @CsvSource({"2, 20, 1", "2, 200, 1", "8, 20, 1", "8, 200, 1", "2, 200, 4"})
  void tensors_doNotDependOnTheNumberOfStreams(int requests, int streams, int sets)
      throws InterruptedException {
    try (Load load = new Load(requests)) {
      load.run(streams, 4000 / streams / sets, sets);

      assertThat(failures).isEmpty();
      assertThat(load.pool.madeTensors()).isBetween(1, sharedSets(requests) * sets);
      assertThat(load.pool.leasedTensors()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void streamAlone_reachesItsDepth(int requests) throws InterruptedException {
    try (Load load = new Load(requests)) {
      Stream alone = load.run(1, 400, 1).getFirst();

      assertThat(failures).isEmpty();
      assertThat(alone.deepest.get()).isGreaterThan(requests);
      assertThat(load.pool.leasedTensors()).isZero();
    }
  }

  @Test
  void streamsThatComeAndGo_leaveNoTensorsTaken() throws InterruptedException {
    try (Load load = new Load(2)) {
      for (int i = 0; i < 20; i++) {
        load.run(40, 5, 1 + i % 3);
      }

      assertThat(failures).isEmpty();
      assertThat(load.pool.madeTensors()).isLessThanOrEqualTo(sharedSets(2) * 3);
      assertThat(load.pool.leasedTensors()).isZero();
      List<TensorSet> all = new ArrayList<>();
      for (int i = 0; i < sharedSets(2) * 3; i++) {
        all.add(load.pool.join(4, Duration.ofSeconds(5)).lease());
      }
      all.forEach(TensorSet::close);
    }
  }

  /** Near their turn two each and two, on the requests, being read as many and two. */
  private static int sharedSets(int requests) {
    return 4 * requests + 4;
  }

  /** A device whose inferences end at once, each on its own thread, and the streams' dispatcher. */
  private final class Load implements AutoCloseable {
    private final FakeEngine engine;
    private final RequestPool pool;
    private final ExecutorService dispatcher = Executors.newFixedThreadPool(4);
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> device = new ArrayList<>();

    private Load(int requests) {
      engine = new FakeEngine(requests);
      pool = new RequestPool(engine);
      for (int i = 0; i < requests; i++) {
        FakeEngine.Request request = engine.requests().get(i);
        device.add(Thread.ofPlatform().daemon().start(() -> work(request)));
      }
    }

    private void work(FakeEngine.Request request) {
      try {
        while (!over.get()) {
          if (request.isRunning()) {
            request.end();
          } else {
            Thread.onSpinWait();
            Thread.yield();
          }
        }
      } catch (Throwable broken) {
        failures.add(broken);
      }
    }

    private List<Stream> run(int streams, int frames, int sets) throws InterruptedException {
      CountDownLatch ended = new CountDownLatch(streams);
      List<Stream> all =
          IntStream.range(0, streams).mapToObj(i -> new Stream(this, frames, sets, ended)).toList();
      all.forEach(Stream::wake);
      assertThat(ended.await(SECONDS, TimeUnit.SECONDS))
          .as("%d of %d streams have not ended, %s", ended.getCount(), streams, failures)
          .isTrue();
      all.forEach(stream -> stream.queue.leave().toCompletableFuture().join());
      return all;
    }

    @Override
    public void close() throws InterruptedException {
      over.set(true);
      for (Thread thread : device) {
        thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
      }
      dispatcher.shutdown();
      assertThat(dispatcher.awaitTermination(SECONDS, TimeUnit.SECONDS)).isTrue();
      pool.close();
    }
  }

  /** What a graph does with its place, on one thread of the dispatcher at a time. */
  private final class Stream {
    private final Load load;
    private final InferenceQueue queue;
    private final int sets;
    private final CountDownLatch ended;
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<List<TensorSet>> results = new ConcurrentLinkedQueue<>();
    private final AtomicInteger deepest = new AtomicInteger();
    private int left;
    private int inFlight;

    private Stream(Load load, int frames, int sets, CountDownLatch ended) {
      this.load = load;
      this.queue = load.pool.join(load.pool.requests() + PREFETCH, Duration.ofMinutes(1), sets);
      this.left = frames;
      this.sets = sets;
      this.ended = ended;
    }

    private void wake() {
      if (calls.getAndIncrement() == 0) {
        load.dispatcher.execute(this::run);
      }
    }

    private void run() {
      int seen;
      do {
        seen = calls.get();
        try {
          step();
        } catch (Throwable broken) {
          failures.add(broken);
        }
      } while (!calls.compareAndSet(seen, 0));
    }

    private void step() {
      for (List<TensorSet> read = results.poll(); read != null; read = results.poll()) {
        read.forEach(TensorSet::close);
        if (--inFlight == 0 && left == 0) {
          ended.countDown();
        }
      }
      while (left > 0 && inFlight < queue.parallelism() && queue.hasRoom(this::wake)) {
        left--;
        deepest.accumulateAndGet(++inFlight, Math::max);
        List<TensorSet> frame = IntStream.range(0, sets).mapToObj(i -> queue.lease()).toList();
        AtomicInteger running = new AtomicInteger(sets);
        frame.forEach(
            set ->
                queue
                    .submit(set, System.nanoTime())
                    .whenComplete(
                        (done, failure) -> {
                          if (failure != null) {
                            failures.add(failure);
                          }
                          if (running.decrementAndGet() == 0) {
                            results.add(frame);
                            wake();
                          }
                        }));
      }
    }
  }
}
