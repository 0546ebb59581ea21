package sluice.stage.sink.delivery;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sluice.config.sink.RemoteSinkConfig;
import sluice.core.Delivery;
import sluice.core.message.PublishObserver;
import sluice.core.message.StateChange;
import sluice.stage.sink.Housekeeping;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkThreads;
import sluice.stage.sink.StreamSink;
import sluice.testing.ConfigText;

/** Deliveries to a far side in memory. */
final class DeliveryFixture {
  final FarSide far = new FarSide();

  /** Streams that there are. */
  final Set<String> streams = ConcurrentHashMap.newKeySet();

  private final Path folder;

  /** Spools are below the folder. */
  DeliveryFixture(Path folder) {
    this.folder = folder;
  }

  Path spool(String sink, String stream) {
    return folder.resolve("spool").resolve(sink).resolve(stream);
  }

  /** Those of a service, whose streams are {@link #streams}. */
  Deliveries deliveries() {
    Deliveries made =
        new Deliveries(
            folder.resolve("spool"),
            (config, own) -> far.connection(),
            Clock.systemUTC(),
            PublishObserver.NONE);
    made.uses((sink, stream) -> streams.contains(stream));
    return made;
  }

  /** A sink with some settings besides its type. */
  RemoteSinkConfig sink(String name, String settings) {
    String text =
        "sluice.sinks.%s { type = webhook, url = \"http://127.0.0.1:1/\", only = all, %s }\n"
            .formatted(name, settings);
    return (RemoteSinkConfig) ConfigText.of(folder, text).fine().sinks().get(name);
  }

  static StreamSink open(Deliveries deliveries, RemoteSinkConfig config, String stream) {
    return open(deliveries, config, stream, Delivery.LATEST, new RunIds());
  }

  static StreamSink open(
      Deliveries deliveries,
      RemoteSinkConfig config,
      String stream,
      Delivery delivery,
      RunIds ids) {
    Housekeeping housekeeping =
        new Housekeeping(Runnable::run, Clock.systemUTC(), System::nanoTime);
    return deliveries.open(
        config,
        new SinkContext(
            stream, delivery, Clock.systemUTC(), housekeeping, ids, SinkThreads.shared()));
  }

  static StateChange state(String state) {
    return new StateChange(state, "for the test", Instant.now());
  }
}
