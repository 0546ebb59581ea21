package sluice.stage.inference;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import sluice.core.TensorSet;

/**
 * Streams with a greatest age at a model, all of which always have a frame: they ask for room,
 * lease and submit as graphs do, each on one thread of a dispatcher at a time.
 */
public final class LatestStreams implements AutoCloseable {
  private static final int PREFETCH = 2;
  private static final int SECONDS = 30;

  private final RequestPool pool;
  private final ExecutorService dispatcher = Executors.newFixedThreadPool(4);
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  /** No streams yet, of a model that is borrowed. */
  public LatestStreams(RequestPool pool) {
    this.pool = pool;
  }

  /**
   * Runs streams to their ends.
   *
   * @param frames of each stream
   * @param sets of tensors that a frame takes
   * @return most frames that a stream had at the model at the same time
   * @throws IllegalStateException where one of them does not end
   * @throws AssertionError where anything failed
   */
  public int run(int streams, int frames, int sets) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(streams);
    List<Stream> all =
        IntStream.range(0, streams).mapToObj(i -> new Stream(frames, sets, ended)).toList();
    all.forEach(Stream::wake);
    if (!ended.await(SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(ended.getCount() + " streams have not ended, " + failures);
    }
    all.forEach(stream -> stream.queue.leave().toCompletableFuture().join());
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.toString(), failures.element());
    }
    return all.stream().mapToInt(stream -> stream.deepest).max().orElse(0);
  }

  @Override
  public void close() {
    dispatcher.close();
  }

  /** A stream. */
  private final class Stream {
    private final InferenceQueue queue;
    private final int sets;
    private final CountDownLatch ended;
    private final AtomicInteger calls = new AtomicInteger();
    private final Queue<List<TensorSet>> results = new ConcurrentLinkedQueue<>();
    private volatile int deepest;
    private int left;
    private int inFlight;

    private Stream(int frames, int sets, CountDownLatch ended) {
      this.queue = pool.join(pool.requests() + PREFETCH, sets, Duration.ofMinutes(1));
      this.left = frames;
      this.sets = sets;
      this.ended = ended;
    }

    private void wake() {
      if (calls.getAndIncrement() == 0) {
        dispatcher.execute(this::run);
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
        deepest = Math.max(deepest, ++inFlight);
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
