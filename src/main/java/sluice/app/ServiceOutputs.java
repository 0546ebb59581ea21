package sluice.app;

import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import sluice.config.Delivery;
import sluice.config.SinkConfig;
import sluice.config.StreamConfig;
import sluice.core.HandOver.WhenFull;
import sluice.core.SourceInfo;
import sluice.pipeline.ResultOutlet;
import sluice.service.SinkStatus;
import sluice.service.StreamOutputs;
import sluice.service.StreamSpec;
import sluice.stage.sink.jsonl.JsonLinesSeries;
import sluice.stage.sink.jsonl.SeriesSettings;

/**
 * The sinks of one stream of the service, open from its first run to its end. Where each frame
 * counts they may slow the stream down; where only the newest does they drop the oldest results.
 */
final class ServiceOutputs implements StreamOutputs {
  private final List<HostedSink> sinks = new ArrayList<>();
  private final List<ResultOutlet> watchers;

  /**
   * Sinks that are opened with the first run.
   *
   * @param watchers further outlets; they see to their own end
   * @param housekeeping compresses and deletes closed files, one task at a time
   */
  ServiceOutputs(StreamSpec spec, List<ResultOutlet> watchers, Executor housekeeping) {
    this.watchers = List.copyOf(watchers);
    WhenFull whenFull = isLatest(spec.config()) ? WhenFull.REPLACE_OLDEST : WhenFull.WAIT;
    for (SinkConfig sink : spec.sinks()) {
      switch (sink) {
        case SinkConfig.JsonLines lines ->
            sinks.add(
                HostedSink.of(
                    spec.id(), lines.name(), series(spec, lines, housekeeping), whenFull));
      }
    }
  }

  private static JsonLinesSeries series(
      StreamSpec spec, SinkConfig.JsonLines lines, Executor housekeeping) {
    SeriesSettings settings =
        new SeriesSettings(
            lines.file(spec.id()),
            lines.maxSize(),
            lines.daily(),
            lines.keepFiles(),
            lines.keepAge(),
            lines.compress());
    return new JsonLinesSeries(
        settings, Clock.system(ZoneId.systemDefault()), System::nanoTime, housekeeping);
  }

  private static boolean isLatest(StreamConfig stream) {
    return stream
        .delivery()
        .map(Delivery.LATEST::equals)
        .orElseGet(
            () ->
                switch (stream.source().scheme()) {
                  case "rtsp", "rtsps", "camera" -> true;
                  default -> false;
                });
  }

  @Override
  public List<ResultOutlet> forRun(SourceInfo source) {
    List<ResultOutlet> outlets = new ArrayList<>();
    sinks.forEach(sink -> outlets.add(new RunOutlet(sink.started(source))));
    watchers.forEach(watcher -> outlets.add(new RunOutlet(watcher)));
    return outlets;
  }

  @Override
  public List<SinkStatus> status() {
    return sinks.stream().map(HostedSink::status).toList();
  }

  @Override
  public CompletionStage<Void> finish() {
    return CompletableFuture.allOf(
        sinks.stream().map(HostedSink::finish).toArray(CompletableFuture[]::new));
  }
}
