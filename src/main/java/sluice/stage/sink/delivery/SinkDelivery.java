package sluice.stage.sink.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.sink.RemoteSinkConfig;
import sluice.core.message.PublishObserver;
import sluice.core.util.FileFailure;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.spool.Spool;
import sluice.stage.sink.spool.SpoolLimits;

/**
 * The delivery of one sink: the spools of its streams, also of those that are gone, and the sender
 * that empties them. Where the sender hangs in one call of its destination it is left behind and
 * another one takes its place. Thread-safe; only {@link #configure} and {@link #close} block.
 */
final class SinkDelivery implements SenderStreams, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkDelivery.class);

  /** Senders that may hang at a time, each with its thread and its connection. */
  private static final int MOST_LEFT_BEHIND = 3;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(6);

  private final Path folder;
  private final SpoolOverflow overflow;
  private final Clock clock;
  private final PublishObserver observer;
  private final Predicate<String> isWanted;
  private final DeadLetters deadLetters;
  private final Map<String, StreamSpool> spools = new ConcurrentHashMap<>();
  private final AtomicLong failures = new AtomicLong();
  private final Map<String, StreamProfile> profiles = new ConcurrentHashMap<>();

  /** Held while the sender is started, ended or replaced. */
  private final ReentrantLock lifecycle = new ReentrantLock();

  private final List<Sender> leftBehind = new ArrayList<>(); // guarded by lifecycle

  private volatile RemoteSinkConfig config;
  private volatile Supplier<Destination> destinations;
  private volatile @Nullable Sender sender;
  private volatile boolean closed;

  /**
   * A delivery that isn't started.
   *
   * @param storage where the sink has its folders
   * @param destinations makes its far side, each time on a sender's thread
   * @param isWanted whether a stream, by its id, is there and its settings name the sink; from any
   *     thread
   */
  SinkDelivery(
      RemoteSinkConfig config,
      DeliveryStorage storage,
      Supplier<Destination> destinations,
      Clock clock,
      PublishObserver observer,
      Predicate<String> isWanted) {
    this.config = config;
    this.folder = storage.spools().resolve(config.name());
    this.overflow = storage.overflow();
    this.destinations = destinations;
    this.clock = clock;
    this.observer = observer;
    this.isWanted = isWanted;
    this.deadLetters = new DeadLetters(storage.deadLetters().resolve(config.name()), clock);
  }

  /** Begins to deliver, first what is left of earlier runs. */
  void start() {
    lifecycle.lock();
    try {
      startSender(this::openLeftovers);
    } finally {
      lifecycle.unlock();
    }
  }

  /** On the sender's thread: a disk that hangs holds up nobody else. */
  private void openLeftovers() throws IOException {
    for (String stream : leftovers()) {
      try {
        of(stream).open();
      } catch (IOException e) {
        LOG.warn("{}: {}; it is tried again with its stream", config.name(), reason(e));
      }
    }
  }

  private List<String> leftovers() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(SinkDelivery::isSpool)
          .map(path -> String.valueOf(path.getFileName()))
          .toList();
    } catch (IOException e) {
      throw new IOException("can't look for messages of earlier runs: " + reason(e), e);
    }
  }

  private static boolean isSpool(Path path) {
    try {
      return Spool.isSpool(path);
    } catch (IOException e) {
      LOG.warn("{}", reason(e));
      return false;
    }
  }

  private static String reason(IOException failure) {
    return FileFailure.reason(failure);
  }

  private void startSender(Sender.Preparation before) {
    if (closed) {
      return;
    }
    Batch batch = new Batch(config, deadLetters, observer);
    Sender started = new Sender(config.name(), destinations, this, batch, failures, clock, before);
    sender = started; // before the profiles are read: one that changes now is told to it
    profiles.values().forEach(started::streamChanged);
    started.start();
  }

  /** Other settings: messages that wait are delivered by them. Blocks for a few seconds at most. */
  void configure(RemoteSinkConfig changed, Supplier<Destination> others) {
    lifecycle.lock();
    try {
      config = changed;
      destinations = others;
      spools.values().forEach(spool -> spool.limits(limits()));
      stopSender();
      startSender(this::openLeftovers);
    } finally {
      lifecycle.unlock();
    }
  }

  RemoteSinkConfig config() {
    return config;
  }

  private SpoolLimits limits() {
    return overflow.limits(config.spool());
  }

  /** What its far side refused. */
  DeadLetters deadLetters() {
    return deadLetters;
  }

  /** The gate before the spool of a stream. */
  SpoolGate gate(RemoteSinkConfig settings, StreamSpool spool) {
    return new SpoolGate(settings.name(), settings.spool(), overflow, spool);
  }

  /** The spool of a stream. */
  private StreamSpool of(String stream) {
    return spools.computeIfAbsent(
        stream, id -> new StreamSpool(id, folder.resolve(id), limits(), clock));
  }

  /** The spool of a stream that appends to it; {@link StreamSpool#leave} ends that. */
  StreamSpool use(String stream) {
    StreamSpool used =
        spools.compute(
            stream,
            (id, known) -> {
              StreamSpool spool =
                  known == null ? new StreamSpool(id, folder.resolve(id), limits(), clock) : known;
              spool.use();
              return spool;
            });
    if (closed) {
      used.close();
    }
    return used;
  }

  @Override
  public Collection<StreamSpool> all() {
    return spools.values();
  }

  @Override
  public Collection<StreamSpool> gone() {
    return spools.values().stream().filter(this::isGone).toList();
  }

  /** It is opened to be asked: one that can't be opened may hold messages. */
  private boolean isGone(StreamSpool spool) {
    if (spool.isUsed() || isWanted.test(spool.stream())) {
      return false;
    }
    try {
      spool.open();
      return spool.waiting() == 0;
    } catch (IOException e) {
      LOG.debug("{}: {}", config.name(), reason(e)); // tried again
      return false;
    }
  }

  @Override
  public void forget(StreamSpool gone) {
    try {
      if (isGone(gone) && gone.deleteIfEmpty()) {
        spools.computeIfPresent(
            gone.stream(), (id, known) -> known == gone && !known.isUsed() ? null : known);
        if (!spools.containsKey(gone.stream())) {
          profiles.remove(gone.stream());
        }
        LOG.info(
            "sink {}: stream {} is gone, and nothing of it waits", config.name(), gone.stream());
      }
    } catch (IOException e) {
      LOG.debug("{}: {}", config.name(), reason(e)); // tried again
    }
  }

  /** A stream uses the sink, or watches something else. */
  void streamChanged(StreamProfile stream) {
    profiles.put(stream.id(), stream);
    Sender current = sender;
    if (current != null) {
      current.streamChanged(stream);
    }
  }

  /** Something was appended, or a stream has gone. */
  void wake() {
    Sender current = sender;
    if (current != null) {
      current.wake();
    }
  }

  /** Whether the last try was acknowledged, and no call hangs. */
  boolean isHealthy() {
    Sender current = sender;
    return current != null && current.isHealthy();
  }

  /** Why the last try failed, the last time. */
  Optional<String> lastError() {
    Sender current = sender;
    return current == null ? Optional.empty() : current.lastError();
  }

  /** How it is now, also of streams that are gone. */
  DeliveryStatus status() {
    boolean healthy = isHealthy();
    Optional<String> error = lastError();
    Map<String, SinkHealth> streams = new TreeMap<>();
    spools.forEach((stream, spool) -> streams.put(stream, spool.health(healthy, error)));
    return new DeliveryStatus(config().name(), healthy, error, failures.get(), streams);
  }

  /**
   * Replaces a sender that hangs, unless too many of them do already. Touches no file, and waits
   * for nothing.
   */
  void replaceHungSender() {
    if (!lifecycle.tryLock()) {
      return; // it is being replaced
    }
    try {
      Sender current = sender;
      leftBehind.removeIf(Sender::hasEnded);
      if (current != null && !closed && current.isHung() && leftBehind.size() < MOST_LEFT_BEHIND) {
        LOG.warn("sink {}: {}; another connection is made", config.name(), Sender.HANGS);
        failures.incrementAndGet();
        current.leaveBehind();
        leftBehind.add(current);
        startSender(current::endBatch);
      }
    } finally {
      lifecycle.unlock();
    }
  }

  private void stopSender() {
    Sender current = sender;
    sender = null;
    if (current != null) {
      current.close();
      current.endBatch(); // where it hangs on, what it is answered doesn't count
    }
  }

  /** All at a time, as each may wait for the disk. */
  private void closeSpools() {
    List<Thread> closing =
        spools.values().stream()
            .map(each -> Thread.ofPlatform().daemon().name("spool-close").start(each::close))
            .toList();
    long end = System.nanoTime() + CLOSE_LIMIT.toNanos();
    try {
      for (Thread each : closing) {
        var _ = each.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the sender and closes the spools; what waits is delivered by the next process. */
  @Override
  public void close() {
    lifecycle.lock();
    try {
      closed = true;
      stopSender();
      closeSpools();
    } finally {
      lifecycle.unlock();
    }
  }
}
