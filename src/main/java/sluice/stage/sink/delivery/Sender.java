package sluice.stage.sink.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.Failures;
import sluice.core.message.Message;
import sluice.core.util.Backoff;
import sluice.core.util.FileFailure;
import sluice.stage.sink.CallTimer;
import sluice.stage.sink.spool.Spool;
import sluice.stage.sink.spool.SpoolRecord;

/**
 * Sender of a sink: a thread that takes messages of all streams in turn out of their spools and
 * delivers them, again and again until each is settled. Its owner starts it once and closes it
 * once.
 */
final class Sender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(6);
  private static final long MOST_BYTES = 4L << 20;

  /** What the status says of one that hangs. */
  static final String HANGS =
      "it hangs: one call takes longer than " + Destination.CALL_LIMIT.toSeconds() + " s";

  private final String sink;
  private final Supplier<Destination> destinations;
  private final SenderStreams streams;
  private final Preparation before;
  private final Batch batch;
  private final AtomicLong failures;
  private final Clock clock;
  private final Thread thread;
  private final Semaphore work = new Semaphore(0);
  private final ConcurrentLinkedQueue<StreamProfile> changes = new ConcurrentLinkedQueue<>();
  private final Set<StreamSpool> removed = new HashSet<>();
  private final CallTimer calls = new CallTimer();
  private final Backoff backoff =
      new Backoff(
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          0.5,
          () -> ThreadLocalRandom.current().nextDouble());
  private int turn;
  private volatile boolean ending;
  private volatile boolean failing;
  private volatile @Nullable String lastError;

  /**
   * A sender that isn't started.
   *
   * @param destinations makes the far side, on the sender's thread, which also closes it
   * @param streams its streams, asked each time
   * @param batch empty
   * @param before done first, on the sender's thread, again and again until it doesn't fail; may
   *     wait for the disk
   * @param failures counts tries that failed
   */
  Sender(
      String sink,
      Supplier<Destination> destinations,
      SenderStreams streams,
      Batch batch,
      AtomicLong failures,
      Clock clock,
      Preparation before) {
    this.sink = sink;
    this.destinations = destinations;
    this.streams = streams;
    this.before = before;
    this.batch = batch;
    this.failures = failures;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("sink-" + sink).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Something was appended. */
  void wake() {
    if (work.availablePermits() == 0) {
      work.release();
    }
  }

  void streamChanged(StreamProfile stream) {
    changes.add(stream);
    wake();
  }

  boolean isHealthy() {
    return !failing && !isHung();
  }

  Optional<String> lastError() {
    return isHung() ? Optional.of(HANGS) : Optional.ofNullable(lastError);
  }

  /** Whether one call of the destination takes longer than it may. */
  boolean isHung() {
    return calls.elapsed().compareTo(Destination.CALL_LIMIT) > 0;
  }

  /**
   * It hangs: whatever it does from here on doesn't count, once {@link #endBatch} was called, too.
   */
  void leaveBehind() {
    ending = true;
    thread.interrupt();
  }

  /** What is settled of its batch from here on doesn't count. May wait for the disk. */
  void endBatch() {
    batch.end();
  }

  private void run() {
    Destination made = null;
    try {
      prepare();
      while (!ending && made == null) {
        made = make();
      }
      while (made != null && !ending) {
        round(made);
      }
    } catch (InterruptedException e) {
      // it is to end
    } finally {
      if (made != null) {
        made.close();
      }
    }
  }

  private void prepare() throws InterruptedException {
    boolean ready = false;
    while (!ready && !ending) {
      try {
        before.run();
        ready = true;
      } catch (IOException e) {
        failed(new DeliveryException(FileFailure.reason(e)));
      } catch (RuntimeException | Error e) {
        failed(internal(e));
      }
    }
  }

  private @Nullable Destination make() throws InterruptedException {
    try {
      return destinations.get();
    } catch (RuntimeException | Error e) {
      failed(internal(e));
      return null;
    }
  }

  private void round(Destination destination) throws InterruptedException {
    try {
      tellChanges(destination);
      if (batch.isEmpty()) {
        fill(destination);
      }
      if (batch.isEmpty()) {
        call(destination::idle);
        succeeded();
        awaitWork(IDLE);
      } else {
        deliver(destination);
        succeeded();
      }
    } catch (DeliveryException e) {
      failed(e);
    } catch (IOException e) {
      failed(new DeliveryException("can't read its spool: " + FileFailure.reason(e)));
    } catch (RuntimeException | Error e) { // memory may be there again with the next try
      failed(internal(e));
    }
  }

  private DeliveryException internal(Throwable fault) {
    LOG.error("sink {}: a fault of Sluice itself", sink, fault);
    return new DeliveryException("an internal error, " + Failures.reason(fault), fault);
  }

  /**
   * That a stream is gone is told once nothing of it waits, so that its last message comes before;
   * and again where the call that follows fails.
   */
  private void tellChanges(Destination destination) {
    for (StreamProfile each = changes.poll(); each != null; each = changes.poll()) {
      destination.streamChanged(each);
    }
    if (!batch.isEmpty()) {
      return;
    }
    for (StreamSpool gone : streams.gone()) {
      if (removed.add(gone)) {
        destination.streamRemoved(gone.stream());
      }
    }
  }

  private void deliver(Destination destination) throws DeliveryException, InterruptedException {
    List<Message> messages = batch.begin(clock.instant());
    try {
      call(() -> destination.deliver(messages, batch));
    } finally {
      batch.end();
    }
    if (!batch.isEmpty()) {
      throw new DeliveryException("the far side did not settle all messages");
    }
  }

  /** What is done before the first message is sent. */
  @FunctionalInterface
  interface Preparation {
    void run() throws IOException;
  }

  private interface Call {
    void run() throws DeliveryException, InterruptedException;
  }

  private void call(Call call) throws DeliveryException, InterruptedException {
    calls.begin();
    try {
      call.run();
    } catch (RuntimeException e) {
      throw internal(e);
    } finally {
      calls.end();
    }
  }

  /**
   * Takes messages of all streams in turn, so that one with much to tell doesn't hold up others.
   */
  private void fill(Destination destination) throws IOException, InterruptedException {
    List<StreamSpool> waiting = waiting();
    if (waiting.isEmpty()) {
      return;
    }
    pause(destination.linger(), () -> isFull(destination.batchSize()));
    int share = Math.max(1, destination.batchSize() / waiting.size());
    long bytes = MOST_BYTES;
    for (int i = 0; i < waiting.size() && bytes > 0; i++) {
      StreamSpool stream = waiting.get((turn + i) % waiting.size());
      int room = Math.min(share, destination.batchSize() - batch.size());
      bytes -= room > 0 ? take(stream, room, bytes) : 0;
    }
    turn++;
  }

  private List<StreamSpool> waiting() {
    return streams.all().stream().filter(spool -> spool.waiting() > 0).toList();
  }

  private boolean isFull(int batchSize) {
    return streams.all().stream().mapToLong(StreamSpool::waiting).sum() >= batchSize;
  }

  /** Takes messages of a stream; gives how many bytes they have. */
  private long take(StreamSpool stream, int most, long mostBytes) throws IOException {
    Spool spool = stream.open();
    List<SpoolRecord> records = spool.read(spool.firstWaiting(), most, mostBytes);
    int taken = 0;
    long bytes = 0;
    for (SpoolRecord each : records) {
      try {
        batch.add(stream, spool, each.sequence(), MessageCodec.decode(each.bytes()));
        taken++;
        bytes += each.bytes().length;
      } catch (IOException e) {
        LOG.warn("sink {}, stream {}: {}; it is left out", sink, stream.stream(), e.getMessage());
        stream.refused();
        if (taken == 0) {
          spool.acknowledge(each.sequence());
        }
      }
    }
    return bytes;
  }

  /** Waits, also where something is appended meanwhile, until that is enough. */
  private void pause(Duration wait, BooleanSupplier isEnough) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    long left = wait.toNanos();
    while (!ending && left > 0 && !isEnough.getAsBoolean()) {
      awaitWork(Duration.ofNanos(left));
      left = end - System.nanoTime();
    }
  }

  private void awaitWork(Duration limit) throws InterruptedException {
    if (work.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      work.drainPermits();
    }
  }

  private void succeeded() {
    if (failing) {
      LOG.info("sink {}: messages are delivered again", sink);
    }
    failing = false;
    backoff.reset();
    removed.forEach(streams::forget);
    removed.clear();
  }

  private void failed(DeliveryException failure) throws InterruptedException {
    Duration wait = failure.retryAfter().orElseGet(backoff::next);
    if (wait.isZero()) {
      return; // the call had no time left: it goes on
    }
    failures.incrementAndGet();
    String message = String.valueOf(failure.getMessage());
    if (!failing || !message.equals(lastError)) {
      LOG.warn("sink {}: {}; it is tried again", sink, message);
    }
    failing = true;
    lastError = message;
    removed.clear(); // told again: the destination may have lost it with its connection
    pause(wait, () -> false);
  }

  /** Whether its thread has left. */
  boolean hasEnded() {
    return !thread.isAlive();
  }

  /** Tells the thread to end, and waits for nothing. */
  void end() {
    ending = true;
    wake();
    thread.interrupt();
  }

  /** Ends the thread, in a few seconds; what it hangs in is left behind. */
  @Override
  public void close() {
    end();
    try {
      var _ = thread.join(CLOSE_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
