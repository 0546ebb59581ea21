package sluice.app.service;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.app.page.LatestPicture;
import sluice.app.page.StreamPictures;
import sluice.app.sink.SinkFactory;
import sluice.app.sink.SinkTypes;
import sluice.config.sink.SinkConfig;
import sluice.core.SourceInfo;
import sluice.service.stream.OutputSettings;
import sluice.service.stream.SinkStatus;
import sluice.service.stream.StreamOutputs;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.StreamSink;

/**
 * Factory of the outputs of the service's streams: their configured sinks, and their latest
 * picture. Thread-safe.
 */
final class ServiceOutputs implements StreamOutputs.Opener {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceOutputs.class);

  private final SinkFactory sinks;
  private final StreamPictures pictures;

  /**
   * Outputs of no stream yet.
   *
   * @param clock gives the day
   * @param housekeeping compresses and deletes files, one task at a time
   * @param pictures gets the newest picture of each stream
   */
  ServiceOutputs(Clock clock, Executor housekeeping, StreamPictures pictures) {
    this.sinks = new SinkFactory(SinkTypes.ALL, clock, housekeeping);
    this.pictures = pictures;
  }

  /**
   * The sinks' settings that have come into force: files that no stream writes are kept by them.
   */
  void configure(Collection<SinkConfig> configs) {
    sinks.watchLeftovers(configs);
  }

  @Override
  public StreamOutputs open(OutputSettings settings) {
    String stream = settings.stream();
    List<StreamSink> opened =
        settings.sinks().stream()
            .map(sink -> sinks.configured(sink, stream, settings.delivery()))
            .toList();
    return new Opened(stream, opened, pictures, pictures.of(stream));
  }

  private record Opened(
      String stream, List<StreamSink> sinks, StreamPictures pictures, LatestPicture picture)
      implements StreamOutputs {
    @Override
    public List<ResultReceiver> forRun(SourceInfo source) {
      List<ResultReceiver> receivers = new ArrayList<>();
      sinks.forEach(sink -> receivers.add(sink.forRun(source)));
      receivers.add(picture.forRun());
      return receivers;
    }

    @Override
    public List<SinkStatus> status() {
      return sinks.stream().map(Opened::status).toList();
    }

    private static SinkStatus status(StreamSink sink) {
      SinkHealth health = sink.health();
      return new SinkStatus(
          sink.name(),
          health.healthy(),
          health.written(),
          health.lost(),
          health.losses(),
          health.lastError());
    }

    @Override
    public CompletionStage<Void> finish() {
      pictures.forget(stream, picture);
      return CompletableFuture.allOf(
          sinks.stream()
              .map(sink -> finish(sink).toCompletableFuture())
              .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public void abandon() {
      sinks.forEach(StreamSink::abandon);
    }

    private CompletionStage<?> finish(StreamSink sink) {
      return sink.finish()
          .handle(
              (report, failure) -> {
                if (failure != null) {
                  LOG.warn("stream {}: sink {}: {}", stream, sink.name(), failure.getMessage());
                }
                return null;
              });
    }
  }
}
