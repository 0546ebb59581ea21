package sluice.app.sink;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import sluice.config.sink.RemoteSinkConfig;
import sluice.config.sink.RemoteSinkSettings;
import sluice.config.sink.SinkConfig;
import sluice.core.Delivery;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.message.PublishObserver;
import sluice.core.util.HostName;
import sluice.stage.sink.Housekeeping;
import sluice.stage.sink.LocalSinkType;
import sluice.stage.sink.ResultSink;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.SinkTestResult;
import sluice.stage.sink.SinkThreads;
import sluice.stage.sink.SinkType;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.WorkerSink;
import sluice.stage.sink.WorkerSink.FailurePolicy;
import sluice.stage.sink.delivery.AbandonedSpools;
import sluice.stage.sink.delivery.ConnectionTest;
import sluice.stage.sink.delivery.DeadLetters;
import sluice.stage.sink.delivery.Deliveries;
import sluice.stage.sink.delivery.DeliveryStatus;
import sluice.stage.sink.delivery.DeliveryStorage;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.delivery.DestinationContext;
import sluice.stage.sink.delivery.RemoteSinkType;
import sluice.stage.sink.jsonl.JsonLinesSink;
import sluice.stage.sink.jsonl.JsonLinesSinkType;
import sluice.stage.sink.overlay.OverlaySettings;
import sluice.stage.sink.overlay.OverlaySink;

/**
 * Factory of sinks: configured ones by their types, those that the flags of a job ask for, and
 * tests of configured ones. No sink is opened here. Thread-safe.
 */
public final class SinkFactory implements AutoCloseable {
  /** What stands for standard output in place of a file's name. */
  public static final String STANDARD_OUTPUT = JsonLinesSink.STANDARD_OUTPUT;

  /** How often folders of sinks that are gone are looked for. */
  private static final Duration CLEANING = Duration.ofHours(1);

  /** Results that may wait to be drawn: each holds a picture of the decoder's. */
  private static final int PICTURES = 4;

  private final Map<String, SinkType<?>> types = new HashMap<>();
  private final Clock clock;
  private final Housekeeping housekeeping;
  private final Deliveries deliveries;
  private final AbandonedSpools abandoned;
  private final DestinationSurroundings surroundings;
  private final Supplier<String> instance;
  private final SinkThreads threads = SinkThreads.shared();
  private volatile Set<SinkConfig> current = Set.of();

  /**
   * What far sides need to know besides their settings.
   *
   * @param hosts judges where connections may lead
   * @param dashboard address of the dashboard for links, asked each time; empty where there is none
   */
  public record DestinationSurroundings(
      DestinationContext.HostPolicy hosts, Supplier<String> dashboard) {}

  /**
   * A factory of sinks that are written for months.
   *
   * @param types those that can be configured, as {@link SinkTypes#ALL}
   * @param clock gives the day, and the age of files
   * @param housekeeping compresses and deletes closed files, one task at a time
   * @param spools folder of the messages that wait for far sides
   * @param surroundings what far sides need to know besides their settings
   * @param observer learns how long far sides took
   */
  public SinkFactory(
      List<SinkType<?>> types,
      Clock clock,
      Executor housekeeping,
      Path spools,
      DestinationSurroundings surroundings,
      PublishObserver observer) {
    this(
        types,
        clock,
        housekeeping,
        DeliveryStorage.lasting(spools),
        HostName::asId,
        surroundings,
        observer);
  }

  /**
   * A factory whose messages for far sides are kept otherwise.
   *
   * @param types those that can be configured, as {@link SinkTypes#ALL}
   * @param clock gives the day, and the age of files
   * @param housekeeping compresses and deletes closed files, one task at a time
   * @param storage where messages wait that far sides have not acknowledged
   * @param instance names this process among others that use the same far sides; asked when one is
   *     made
   * @param surroundings what far sides need to know besides their settings
   * @param observer learns how long far sides took
   */
  SinkFactory(
      List<SinkType<?>> types,
      Clock clock,
      Executor housekeeping,
      DeliveryStorage storage,
      Supplier<String> instance,
      DestinationSurroundings surroundings,
      PublishObserver observer) {
    types.forEach(type -> this.types.put(type.variant().name(), type));
    this.clock = clock;
    this.surroundings = surroundings;
    this.instance = instance;
    this.deliveries = new Deliveries(storage, this::destination, clock, observer);
    this.housekeeping = new Housekeeping(housekeeping, clock, System::nanoTime);
    this.abandoned =
        new AbandonedSpools(
            storage.spools(),
            this.housekeeping.timeSince(clock.instant()),
            RemoteSinkSettings.MAX_AGE);
  }

  /**
   * A sink of the configuration.
   *
   * @param stream the stream's id
   * @param delivery whether the stream waits for the sink, so that no result is lost
   * @param ids names the stream's runs and numbers what happens, for all its sinks alike
   * @throws IllegalArgumentException when its type is not among those of this factory
   */
  public StreamSink configured(SinkConfig config, String stream, Delivery delivery, RunIds ids) {
    SinkContext context = new SinkContext(stream, delivery, clock, housekeeping, ids, threads);
    if (types.get(config.typeName()) instanceof LocalSinkType<?> local) {
      return create(local, config, context);
    }
    if (config instanceof RemoteSinkConfig remote) {
      remoteType(remote); // known now, not with the first message
      return deliveries.open(remote, context);
    }
    throw unknownType(config);
  }

  private RemoteSinkType<?> remoteType(RemoteSinkConfig config) {
    if (types.get(config.typeName()) instanceof RemoteSinkType<?> remote) {
      return remote;
    }
    throw unknownType(config);
  }

  private static IllegalArgumentException unknownType(SinkConfig config) {
    return new IllegalArgumentException("no sink type is called " + config.typeName());
  }

  /**
   * Tests a sink: writes where its files would be, or sends a message of kind test to its far side,
   * beside whatever the sink does. Needs no spool, and none is opened. Blocks for at most {@link
   * ConnectionTest#LIMIT}; several sinks may be tested at a time.
   *
   * @throws IllegalArgumentException when its type is not among those of this factory
   * @throws InterruptedException when it is given up
   */
  public SinkTestResult test(SinkConfig config) throws InterruptedException {
    if (types.get(config.typeName()) instanceof LocalSinkType<?> local) {
      return ConnectionTest.run(config.name(), () -> look(local, config));
    }
    if (config instanceof RemoteSinkConfig remote) {
      RemoteSinkType<?> type = remoteType(remote);
      return ConnectionTest.run(
          config.name(), () -> destination(type, remote, deliveries.folderOf(remote), true), clock);
    }
    throw unknownType(config);
  }

  private static <C extends SinkConfig> List<SinkFact> look(
      LocalSinkType<C> type, SinkConfig config) throws IOException {
    return type.test(type.variant().group().cast(config));
  }

  /**
   * What the far side of a sink refused since the start; empty where the sink has none, or no
   * stream uses it.
   */
  Optional<DeadLetters> deadLetters(SinkConfig config) {
    return config instanceof RemoteSinkConfig remote
        ? deliveries.deadLetters(remote)
        : Optional.empty();
  }

  private Destination destination(RemoteSinkConfig config, Path folder) {
    return destination(remoteType(config), config, folder, false);
  }

  private <C extends RemoteSinkConfig> Destination destination(
      RemoteSinkType<C> type, RemoteSinkConfig config, Path folder, boolean isTest) {
    DestinationContext context =
        new DestinationContext(
            config.name(),
            instance.get(),
            folder,
            clock,
            surroundings.hosts(),
            surroundings.dashboard(),
            isTest);
    return type.destination(type.variant().group().cast(config), context);
  }

  /** The sinks that have come into force: messages that wait for far sides are delivered. */
  public void deliver(Collection<SinkConfig> configs) {
    List<RemoteSinkConfig> remote =
        configs.stream()
            .filter(RemoteSinkConfig.class::isInstance)
            .map(RemoteSinkConfig.class::cast)
            .toList();
    abandoned.configure(
        remote.stream()
            .collect(Collectors.toMap(RemoteSinkConfig::name, sink -> sink.spool().maxAge())));
    deliveries.configure(remote);
    if (abandoned.isNeeded()) {
      housekeeping.every(
          abandoned,
          CLEANING,
          () -> {
            abandoned.clean();
            return true;
          });
      housekeeping.execute(abandoned::clean);
    }
  }

  /**
   * Which streams there are: what waits of others is delivered, and then nothing is kept of them.
   *
   * @param uses whether a sink, by its name, is used by a stream, by its id; from any thread
   */
  public void uses(BiPredicate<String, String> uses) {
    deliveries.uses(uses);
  }

  /** How the deliveries to far sides are now. */
  public List<DeliveryStatus> deliveries() {
    return deliveries.status();
  }

  /** Ends deliveries; what waits stays on the disk. Sinks of files are finished before. */
  @Override
  public void close() {
    deliveries.close();
    threads.close();
  }

  /**
   * Has the housekeeping see to what streams left that write nothing in this process, by these
   * settings instead of those of before.
   */
  public synchronized void watchLeftovers(Collection<SinkConfig> configs) {
    Set<SinkConfig> before = current;
    current = Set.copyOf(configs);
    for (SinkConfig config : current) {
      SinkType<?> type = types.get(config.typeName());
      if (type instanceof LocalSinkType<?> local && !before.contains(config)) {
        watchLeftovers(local, config);
      }
    }
  }

  private <C extends SinkConfig> void watchLeftovers(LocalSinkType<C> type, SinkConfig config) {
    type.watchLeftovers(
        type.variant().group().cast(config), housekeeping, () -> current.contains(config));
  }

  private static <C extends SinkConfig> StreamSink create(
      LocalSinkType<C> type, SinkConfig config, SinkContext context) {
    return type.create(type.variant().group().cast(config), context);
  }

  /**
   * The annotated video of a job's input. The input waits for it and ends with its failure.
   *
   * @param input the input's name
   * @throws sluice.core.SluiceException when the file can't be written
   */
  public static StreamSink video(String input, OverlaySettings settings) {
    return ofJob("video-" + input, new OverlaySink(settings), PICTURES);
  }

  /**
   * The JSON Lines of a job's input. The input waits for them and ends with their failure.
   *
   * @param input the input's name
   * @param target a file, or {@link #STANDARD_OUTPUT}
   * @param overwrite whether a file that exists may be replaced
   * @throws sluice.core.SluiceException when the file can't be written
   */
  public static StreamSink jsonLines(String input, String target, boolean overwrite) {
    return ofJob("json-" + input, JsonLinesSink.to(target, overwrite), JsonLinesSinkType.CAPACITY);
  }

  private static StreamSink ofJob(String name, ResultSink sink, int capacity) {
    return new WorkerSink(
        name,
        SinkThreads.single(name),
        sink,
        capacity,
        OverflowStrategy.WAIT,
        FailurePolicy.END_STREAM);
  }
}
