package sluice.stage.sink.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.sink.RemoteSinkConfig;
import sluice.core.message.PublishTracer;
import sluice.core.util.FileFailure;
import sluice.stage.sink.spool.Spool;
import sluice.stage.sink.spool.SpoolLimits;

/**
 * The delivery of one sink: the spools of its streams, also of those that are gone, and the sender
 * that empties them. Where the sender hangs in one call of its destination it is left behind and
 * another one takes its place. Thread-safe.
 */
final class SinkDelivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkDelivery.class);

  private static final Duration WATCH = Duration.ofSeconds(1);

  private final Path folder;
  private final SpoolOverflow overflow;
  private final Clock clock;
  private final PublishTracer tracer;
  private final DeadLetters deadLetters;
  private final Map<String, StreamSpool> spools = new ConcurrentHashMap<>();
  private final Map<String, StreamProfile> profiles = new TreeMap<>();
  private RemoteSinkConfig config;
  private Supplier<Destination> destinations;
  private @Nullable Sender sender;
  private boolean closed;
  private long lastSync = System.nanoTime();
  private long lastWatch = System.nanoTime();

  /**
   * A delivery that isn't started.
   *
   * @param storage where the sink has its folders
   * @param destinations makes its far side
   */
  SinkDelivery(
      RemoteSinkConfig config,
      DeliveryStorage storage,
      Supplier<Destination> destinations,
      Clock clock,
      PublishTracer tracer) {
    this.config = config;
    this.folder = storage.spools().resolve(config.name());
    this.overflow = storage.overflow();
    this.destinations = destinations;
    this.clock = clock;
    this.tracer = tracer;
    this.deadLetters = new DeadLetters(storage.deadLetters().resolve(config.name()), clock);
  }

  /** Opens what is left of earlier runs, and begins to deliver. */
  synchronized void start() {
    for (String stream : leftovers()) {
      StreamSpool spool = of(stream);
      try {
        spool.open();
      } catch (IOException e) {
        LOG.warn("{}: {}; it is tried again with its stream", config.name(), reason(e));
      }
    }
    startSender();
  }

  private List<String> leftovers() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(Files::isDirectory)
          .map(path -> String.valueOf(path.getFileName()))
          .toList();
    } catch (IOException e) {
      LOG.warn("{}: can't look for messages of earlier runs: {}", config.name(), reason(e));
      return List.of();
    }
  }

  private static String reason(IOException failure) {
    return FileFailure.reason(failure);
  }

  private void startSender() {
    if (closed) {
      return;
    }
    Batch batch = new Batch(config.name(), config.variant().name(), deadLetters, tracer);
    Sender started = new Sender(config.name(), destinations.get(), spools::values, batch, clock);
    profiles.values().forEach(started::streamChanged);
    sender = started;
    started.start();
  }

  /** Other settings: messages that wait are delivered by them. */
  synchronized void configure(RemoteSinkConfig changed, Supplier<Destination> others) {
    config = changed;
    destinations = others;
    spools.values().forEach(spool -> spool.limits(limits()));
    stopSender();
    startSender();
  }

  synchronized RemoteSinkConfig config() {
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
  synchronized StreamSpool of(String stream) {
    return spools.computeIfAbsent(
        stream, id -> new StreamSpool(id, folder.resolve(id), limits(), clock));
  }

  /** A stream uses the sink, or watches something else. */
  synchronized void streamChanged(StreamProfile stream) {
    profiles.put(stream.id(), stream);
    if (sender != null) {
      sender.streamChanged(stream);
    }
  }

  /** Something was appended. */
  void wake() {
    Sender current = current();
    if (current != null) {
      current.wake();
    }
  }

  private synchronized @Nullable Sender current() {
    return sender;
  }

  /** Whether the last try was acknowledged, and no call hangs. */
  boolean isHealthy() {
    Sender current = current();
    return current != null && current.isHealthy();
  }

  /** Why the last try failed, the last time. */
  Optional<String> lastError() {
    Sender current = current();
    return current == null ? Optional.empty() : current.lastError();
  }

  /**
   * Forces what was appended to the disk where that is due, and once a second keeps what was
   * acknowledged and replaces a sender that hangs. By one thread, many times a second.
   */
  void tick() {
    long now = System.nanoTime();
    if (now - lastSync >= config().spool().sync().toNanos()) {
      lastSync = now;
      forEachSpool(SinkDelivery::sync);
    }
    if (now - lastWatch >= WATCH.toNanos()) {
      lastWatch = now;
      forEachSpool(Spool::savePosition);
      replaceHungSender();
    }
  }

  private static void sync(Spool spool) throws IOException {
    if (spool.isDirty()) {
      spool.sync();
    }
  }

  private interface DiskTask {
    void run(Spool spool) throws IOException;
  }

  private void forEachSpool(DiskTask task) {
    for (StreamSpool each : spools.values()) {
      Spool spool = each.ifOpen();
      try {
        if (spool != null) {
          task.run(spool);
        }
      } catch (IOException e) {
        LOG.debug("{}: {}", each.stream(), reason(e));
      }
    }
  }

  private synchronized void replaceHungSender() {
    Sender current = sender;
    if (current != null && !closed && current.isHung()) {
      LOG.warn("sink {}: {}; another connection is made", config.name(), Sender.HANGS);
      current.leaveBehind();
      startSender();
    }
  }

  private void stopSender() {
    Sender current = sender;
    sender = null;
    if (current != null) {
      current.close();
    }
  }

  /** Ends the sender and closes the spools; what waits is delivered by the next process. */
  @Override
  public synchronized void close() {
    closed = true;
    stopSender();
    spools.values().forEach(StreamSpool::close);
  }
}
