package sluice.app.service;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import sluice.app.page.LatestPicture;
import sluice.app.page.StreamPictures;
import sluice.config.settings.Delivery;
import sluice.config.settings.SinkConfig;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.SourceInfo;
import sluice.pipeline.ResultReceiver;
import sluice.service.stream.OutputSettings;
import sluice.service.stream.OutputsOpener;
import sluice.service.stream.SinkStatus;
import sluice.service.stream.StreamOutputs;
import sluice.stage.sink.files.RotationPolicy;
import sluice.stage.sink.jsonl.JsonLinesSeries;

/**
 * Makes the sinks of the service's streams. A stream that delivers every frame waits for its sinks,
 * so that no result is lost; for any other one the oldest result gives way. Thread-safe.
 */
final class ServiceOutputs implements OutputsOpener {
  private final Clock clock;
  private final Executor housekeeping;
  private final StreamPictures pictures;

  /**
   * Makes sinks.
   *
   * @param clock tells the day
   * @param housekeeping compresses and deletes files, one task at a time
   * @param pictures gets the newest picture of each stream
   */
  ServiceOutputs(Clock clock, Executor housekeeping, StreamPictures pictures) {
    this.clock = clock;
    this.housekeeping = housekeeping;
    this.pictures = pictures;
  }

  @Override
  public StreamOutputs open(OutputSettings settings) {
    String stream = settings.stream();
    List<StreamSink> sinks = new ArrayList<>();
    for (SinkConfig sink : settings.sinks()) {
      sinks.add(
          switch (sink) {
            case SinkConfig.JsonLines lines ->
                new StreamSink(
                    lines.name(),
                    stream,
                    series(lines, stream),
                    settings.delivery() == Delivery.EVERY
                        ? OverflowStrategy.WAIT
                        : OverflowStrategy.DROP_OLDEST);
          });
    }
    return new Opened(stream, List.copyOf(sinks), pictures, pictures.of(stream));
  }

  private JsonLinesSeries series(SinkConfig.JsonLines lines, String stream) {
    RotationPolicy settings =
        new RotationPolicy(
            lines.file(stream),
            lines.maxSize(),
            lines.daily(),
            lines.keepFiles(),
            lines.keepAge(),
            lines.compress());
    return new JsonLinesSeries(settings, clock, System::nanoTime, housekeeping);
  }

  private record Opened(
      String stream, List<StreamSink> sinks, StreamPictures pictures, LatestPicture picture)
      implements StreamOutputs {
    @Override
    public List<ResultReceiver> forRun(SourceInfo source) {
      List<ResultReceiver> outlets = new ArrayList<>();
      sinks.forEach(sink -> outlets.add(sink.forRun(source)));
      outlets.add(picture.forRun());
      return outlets;
    }

    @Override
    public List<SinkStatus> status() {
      return sinks.stream().map(StreamSink::status).toList();
    }

    @Override
    public CompletionStage<Void> finish() {
      pictures.forget(stream, picture);
      return CompletableFuture.allOf(
          sinks.stream()
              .map(sink -> sink.finish().toCompletableFuture())
              .toArray(CompletableFuture<?>[]::new));
    }
  }
}
