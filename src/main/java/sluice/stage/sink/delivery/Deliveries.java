package sluice.stage.sink.delivery;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.sink.RemoteSinkConfig;
import sluice.core.Failures;
import sluice.core.message.PublishObserver;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.picture.FrameEncoder;

/**
 * Deliveries of all sinks with a far side. While none is configured there is no thread.
 * Thread-safe.
 */
public final class Deliveries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration WATCH = Duration.ofSeconds(1);

  private final DeliveryStorage storage;
  private final BiFunction<RemoteSinkConfig, Path, Destination> destinations;
  private final Clock clock;
  private final PublishObserver observer;
  private final SpoolWriter writer = new SpoolWriter();
  private final SpoolSaver saver = new SpoolSaver();
  private final FrameEncoder encoder = new FrameEncoder();
  private final Map<String, SinkDelivery> sinks = new ConcurrentHashMap<>();
  private final Map<String, Long> syncedAt = new ConcurrentHashMap<>();
  private final Set<String> faults = new HashSet<>();
  private final Object configuring = new Object();

  /** What the sinks of a stream share, as long as one of them is open. */
  private final Map<RunIds, StreamMessages> messages =
      Collections.synchronizedMap(new WeakHashMap<>());

  private volatile BiPredicate<String, String> uses = (sink, stream) -> true;
  private volatile @Nullable Set<String> configured;
  private @Nullable ScheduledThreadPoolExecutor timer; // guarded by this
  private volatile boolean closed;
  private long watchedAt = System.nanoTime();

  /**
   * No sink yet.
   *
   * @param folder in which each sink has a folder for its spools
   * @param destinations makes the far side of a sink, which keeps its files in that folder
   * @param clock date and time
   * @param observer learns how long the far sides took
   */
  public Deliveries(
      Path folder,
      BiFunction<RemoteSinkConfig, Path, Destination> destinations,
      Clock clock,
      PublishObserver observer) {
    this(DeliveryStorage.lasting(folder), destinations, clock, observer);
  }

  /**
   * The same for messages that are kept otherwise.
   *
   * @param destinations makes the far side of a sink, which keeps its files in the folder of the
   *     sink's spools
   */
  public Deliveries(
      DeliveryStorage storage,
      BiFunction<RemoteSinkConfig, Path, Destination> destinations,
      Clock clock,
      PublishObserver observer) {
    this.storage = storage;
    this.destinations = destinations;
    this.clock = clock;
    this.observer = observer;
  }

  /**
   * Which streams there are: a stream that isn't open and doesn't use a sink any more is gone for
   * it once nothing of it waits. Until this is called none is.
   *
   * @param uses whether a sink, by its name, is used by a stream, by its id; from any thread
   */
  public void uses(BiPredicate<String, String> uses) {
    this.uses = uses;
    sinks.values().forEach(SinkDelivery::wake);
  }

  /**
   * The sinks that there are from here on. What waits for one whose settings changed is delivered
   * by the new ones; the spools of one that is gone stay. Blocks until senders have ended, for
   * seconds at the most.
   */
  public void configure(Collection<RemoteSinkConfig> configs) {
    synchronized (configuring) {
      Set<String> names =
          configs.stream().map(RemoteSinkConfig::name).collect(Collectors.toUnmodifiableSet());
      configured = names;
      syncedAt.keySet().retainAll(names);
      sinks.entrySet().removeIf(each -> !names.contains(each.getKey()) && closed(each.getValue()));
      for (RemoteSinkConfig config : configs) {
        SinkDelivery known = sinks.get(config.name());
        if (known == null) {
          of(config);
        } else if (!known.config().equals(config)) {
          known.configure(config, destinationOf(config));
        }
      }
    }
  }

  private static boolean closed(SinkDelivery delivery) {
    delivery.close();
    return true;
  }

  private Supplier<Destination> destinationOf(RemoteSinkConfig config) {
    return () -> destinations.apply(config, folderOf(config));
  }

  /** Where a sink keeps what waits, and files of its far side's own; may not exist yet. */
  public Path folderOf(RemoteSinkConfig config) {
    return storage.spools().resolve(config.name());
  }

  /** What the far side of a sink refused since the start; empty where the sink isn't used. */
  public Optional<DeadLetters> deadLetters(RemoteSinkConfig config) {
    return Optional.ofNullable(sinks.get(config.name())).map(SinkDelivery::deadLetters);
  }

  /** The delivery of a sink; after the end, and of a sink that is gone, one that is closed. */
  private SinkDelivery of(RemoteSinkConfig config) {
    Set<String> names = configured;
    if (closed || (names != null && !names.contains(config.name()))) {
      SinkDelivery gone = delivery(config);
      gone.close();
      return gone;
    }
    return sinks.computeIfAbsent(
        config.name(),
        name -> {
          SinkDelivery made = delivery(config);
          made.start();
          startTimer();
          return made;
        });
  }

  private SinkDelivery delivery(RemoteSinkConfig config) {
    String name = config.name();
    return new SinkDelivery(
        config, storage, destinationOf(config), clock, observer, stream -> uses.test(name, stream));
  }

  /** A stream's side of a sink. Blocks for nothing. */
  public StreamSink open(RemoteSinkConfig config, SinkContext context) {
    SinkDelivery delivery = of(config);
    StreamMessages shared =
        messages.computeIfAbsent(
            context.ids(), ids -> new StreamMessages(context.stream(), encoder));
    return new SpooledSink(
        config, context, delivery, delivery.use(context.stream()), writer, shared);
  }

  private synchronized void startTimer() {
    if (timer == null && !closed) {
      ScheduledThreadPoolExecutor started =
          new ScheduledThreadPoolExecutor(
              1, Thread.ofPlatform().daemon().name("sluice-sinks").factory());
      var _ = started.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
      timer = started;
    }
  }

  /** Touches no file, so that it goes on whatever a disk does. */
  private void tick() {
    long now = System.nanoTime();
    boolean watches = now - watchedAt >= WATCH.toNanos();
    if (watches) {
      watchedAt = now;
    }
    for (Map.Entry<String, SinkDelivery> each : sinks.entrySet()) {
      try {
        tick(each.getKey(), each.getValue(), now, watches);
      } catch (RuntimeException fault) {
        String reason = Failures.reason(fault);
        if (faults.add(reason)) { // once for each: it comes again with the next tick
          LOG.error("sink {}: a fault of Sluice itself: {}", each.getKey(), reason, fault);
        }
      }
    }
  }

  private void tick(String name, SinkDelivery delivery, long now, boolean watches) {
    if (watches) {
      delivery.replaceHungSender();
    }
    long last = syncedAt.computeIfAbsent(name, _ -> now);
    if (watches || now - last >= delivery.config().spool().sync().toNanos()) {
      syncedAt.put(name, now);
      delivery.all().forEach(stream -> saver.save(stream, watches));
    }
  }

  /** How the deliveries are now. */
  public List<DeliveryStatus> status() {
    return sinks.values().stream().map(SinkDelivery::status).toList();
  }

  /** Keeps what is on its way to the spools, ends the senders, and closes the spools. */
  @Override
  public void close() {
    encoder.close();
    writer.close();
    synchronized (this) {
      closed = true;
      if (timer != null) {
        timer.shutdownNow();
      }
    }
    saver.close();
    List<Thread> closing =
        sinks.values().stream()
            .map(each -> Thread.ofPlatform().daemon().name("sink-close").start(each::close))
            .toList();
    try {
      for (Thread each : closing) {
        each.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
