package sluice.app.sink;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import sluice.app.hosts.HostLookup;
import sluice.app.hosts.SinkHosts;
import sluice.config.settings.HostRules;
import sluice.config.sink.SinkConfig;
import sluice.core.Delivery;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.message.PublishObserver;
import sluice.core.util.CacheFolder;
import sluice.core.util.FileFailure;
import sluice.core.util.HostName;
import sluice.core.util.ScratchFolder;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkTestResult;
import sluice.stage.sink.StreamSink;
import sluice.stage.sink.delivery.DeadLetters;
import sluice.stage.sink.delivery.DeliveryStorage;
import sluice.stage.sink.delivery.SpoolOverflow;

/**
 * Sinks of the configuration in a process that isn't the service, such as a job. What waits for far
 * sides is in a folder that is deleted at the end, and none of it is lost before. Thread-safe.
 */
public final class StandaloneSinks implements AutoCloseable {
  private static final String FOLDER = "jobs";
  private static final Duration HOUSEKEEPING_LIMIT = Duration.ofSeconds(10);
  private static final int LONGEST_INSTANCE = 64;

  private final ScratchFolder folder;
  private final ExecutorService housekeeping;
  private final SinkFactory factory;

  private StandaloneSinks(
      ScratchFolder folder, HostRules hosts, Path deadLetters, Duration patience) {
    this.folder = folder;
    this.housekeeping =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sluice-housekeeping").factory());
    this.factory =
        new SinkFactory(
            SinkTypes.ALL,
            Clock.system(ZoneId.systemDefault()),
            housekeeping,
            new DeliveryStorage(folder.path(), deadLetters, new SpoolOverflow.Wait(patience)),
            StandaloneSinks::instance,
            new SinkFactory.DestinationSurroundings(
                new SinkHosts(() -> hosts, new HostLookup()), () -> ""),
            PublishObserver.NONE);
  }

  /** Another one than the service's on this machine, with which far sides would mix it up. */
  private static String instance() {
    String own = "-job-" + ProcessHandle.current().pid();
    String host = HostName.asId();
    return host.substring(0, Math.min(LONGEST_INSTANCE - own.length(), host.length())) + own;
  }

  /**
   * No sink yet.
   *
   * @param hosts which machines sinks may be on: {@code security.sink-hosts}
   * @param deadLetters folder of what far sides refuse; made with the first refused message
   * @param patience how long a stream waits for room while its far side settles nothing, above 0
   * @throws SluiceException OUTPUT when the folder for what waits can't be made
   */
  public static StandaloneSinks open(HostRules hosts, Path deadLetters, Duration patience) {
    Path parent = CacheFolder.of(FOLDER);
    try {
      return new StandaloneSinks(ScratchFolder.in(parent), hosts, deadLetters, patience);
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "can't make a folder for messages of sinks in %s: %s (expected: a folder that can be written; %s names another one)"
              .formatted(parent, FileFailure.reason(e), CacheFolder.VARIABLE),
          e);
    }
  }

  /**
   * A sink for an input, which waits for it.
   *
   * @param stream what the sink calls the input, {@code [A-Za-z0-9_-]{1,64}}
   * @param ids names the run and numbers what happens, for all sinks of the input alike
   */
  public StreamSink open(SinkConfig config, String stream, RunIds ids) {
    return factory.configured(config, stream, Delivery.EVERY, ids);
  }

  /**
   * Tests a sink, as {@link SinkFactory#test} does.
   *
   * @throws InterruptedException when it is given up
   */
  SinkTestResult test(SinkConfig config) throws InterruptedException {
    return factory.test(config);
  }

  /**
   * What the far side of a sink refused.
   *
   * @param file where it is kept
   * @param lastReason why the last message was refused
   * @param lost messages that could not be kept
   */
  public record Refusals(Path file, String lastReason, long lost) {}

  /** What the far side of a sink refused; empty where it refused nothing. */
  public Optional<Refusals> refusals(SinkConfig config) {
    return factory.deadLetters(config).flatMap(StandaloneSinks::refusals);
  }

  private static Optional<Refusals> refusals(DeadLetters letters) {
    return letters.lastReason().map(reason -> new Refusals(letters.file(), reason, letters.lost()));
  }

  /** Ends deliveries; what waits is lost. */
  @Override
  public void close() {
    try (folder) {
      factory.close();
      housekeeping.shutdown();
      var _ = housekeeping.awaitTermination(HOUSEKEEPING_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
