package sluice.stage.sink.delivery;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sluice.config.sink.RemoteSinkConfig;
import sluice.core.message.PublishTracer;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.StreamSink;

/**
 * Deliveries of all sinks with a far side. While none is configured there is no thread.
 * Thread-safe.
 */
public final class Deliveries implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(50);

  private final DeliveryStorage storage;
  private final BiFunction<RemoteSinkConfig, Path, Destination> destinations;
  private final Clock clock;
  private final PublishTracer tracer;
  private final SpoolWriter writer = new SpoolWriter();
  private final Map<String, SinkDelivery> sinks = new TreeMap<>();
  private @Nullable ScheduledThreadPoolExecutor timer;
  private boolean closed;

  /**
   * No sink yet.
   *
   * @param folder in which each sink has a folder for its spools
   * @param destinations makes the far side of a sink, which keeps its files in that folder
   * @param clock date and time
   * @param tracer learns how long the far sides took
   */
  public Deliveries(
      Path folder,
      BiFunction<RemoteSinkConfig, Path, Destination> destinations,
      Clock clock,
      PublishTracer tracer) {
    this(DeliveryStorage.lasting(folder), destinations, clock, tracer);
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
      PublishTracer tracer) {
    this.storage = storage;
    this.destinations = destinations;
    this.clock = clock;
    this.tracer = tracer;
  }

  /**
   * The sinks that there are from here on. What waits for one whose settings changed is delivered
   * by the new ones; the spools of one that is gone stay.
   */
  public synchronized void configure(Collection<RemoteSinkConfig> configs) {
    Set<String> names = configs.stream().map(RemoteSinkConfig::name).collect(Collectors.toSet());
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
  public synchronized Optional<DeadLetters> deadLetters(RemoteSinkConfig config) {
    return Optional.ofNullable(sinks.get(config.name())).map(SinkDelivery::deadLetters);
  }

  /** The delivery of a sink; after the end one that doesn't start. */
  private SinkDelivery of(RemoteSinkConfig config) {
    SinkDelivery known = sinks.get(config.name());
    if (known != null) {
      return known;
    }
    SinkDelivery made = new SinkDelivery(config, storage, destinationOf(config), clock, tracer);
    if (!closed) {
      sinks.put(config.name(), made);
      made.start();
      startTimer();
    }
    return made;
  }

  /** A stream's side of a sink. */
  public synchronized StreamSink open(RemoteSinkConfig config, SinkContext context) {
    SinkDelivery delivery = of(config);
    return new SpooledSink(config, context, delivery, delivery.of(context.stream()), writer);
  }

  private void startTimer() {
    if (timer == null) {
      ScheduledThreadPoolExecutor started =
          new ScheduledThreadPoolExecutor(
              1, Thread.ofPlatform().daemon().name("sluice-spool-sync").factory());
      var _ = started.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
      timer = started;
    }
  }

  private void tick() {
    current().forEach(SinkDelivery::tick);
  }

  private synchronized Collection<SinkDelivery> current() {
    return List.copyOf(sinks.values());
  }

  /** Keeps what is on its way to the spools, ends the senders, and closes the spools. */
  @Override
  public void close() {
    writer.close();
    ScheduledThreadPoolExecutor started;
    synchronized (this) {
      closed = true;
      started = timer;
    }
    if (started != null) {
      started.shutdownNow();
    }
    current().forEach(SinkDelivery::close);
  }
}
