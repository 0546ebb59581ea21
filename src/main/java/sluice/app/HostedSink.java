package sluice.app;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import sluice.core.HandOver.WhenFull;
import sluice.core.SourceInfo;
import sluice.service.SinkStatus;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.SinkWorker;
import sluice.stage.sink.jsonl.JsonLinesSeries;

/**
 * A sink that belongs to a stream and not to one of its runs.
 *
 * @param name as the configuration calls it
 */
record HostedSink(String name, JsonLinesSeries series, SinkWorker worker, AtomicBoolean begun) {
  /** Results that may wait for their line: they hold no picture. */
  private static final int LINES = 64;

  static HostedSink of(String stream, String name, JsonLinesSeries series, WhenFull whenFull) {
    SinkWorker worker = new SinkWorker("json-" + stream + "-" + name, series, LINES, whenFull);
    return new HostedSink(name, series, worker, new AtomicBoolean());
  }

  /** Its near side; starts its thread the first time. */
  SinkOutlet started(SourceInfo source) {
    if (begun.compareAndSet(false, true)) {
      worker.start(source);
    }
    return new SinkOutlet(worker);
  }

  SinkStatus status() {
    SinkHealth health = series.health();
    return new SinkStatus(
        name,
        health.healthy(),
        health.written(),
        health.lost() + worker.discarded(),
        health.lastError());
  }

  /** Completes, never fails, when its file is closed. */
  CompletableFuture<Void> finish() {
    if (begun.compareAndSet(false, true)) {
      worker.abort();
    } else {
      worker.complete();
    }
    return worker
        .done()
        .<Optional<Void>>handle((report, failure) -> Optional.empty())
        .thenAccept(ended -> {})
        .toCompletableFuture();
  }
}
