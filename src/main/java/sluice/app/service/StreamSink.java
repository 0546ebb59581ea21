package sluice.app.service;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.FrameResult;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.SourceInfo;
import sluice.pipeline.ResultReceiver;
import sluice.service.stream.SinkStatus;
import sluice.stage.sink.SinkHealth;
import sluice.stage.sink.SinkWorker;
import sluice.stage.sink.jsonl.JsonLinesSeries;

/**
 * A sink of a stream that outlives the stream's runs. Whatever becomes of it, the stream goes on:
 * what a sink that has ended doesn't take counts as lost. Thread-safe.
 */
final class StreamSink {
  private static final Logger LOG = LoggerFactory.getLogger(StreamSink.class);

  /** Results that may wait for their line: they hold no picture. */
  private static final int LINES = 64;

  private final String name;
  private final String stream;
  private final JsonLinesSeries series;
  private final SinkWorker worker;
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicLong refused = new AtomicLong();

  StreamSink(String name, String stream, JsonLinesSeries series, OverflowStrategy whenFull) {
    this.name = name;
    this.stream = stream;
    this.series = series;
    this.worker = new SinkWorker(name + "-" + stream, series, LINES, whenFull);
  }

  /** The near side for one run; the first one opens the sink. */
  ResultReceiver forRun(SourceInfo source) {
    if (started.compareAndSet(false, true)) {
      worker.start(source);
    }
    return new NearSide();
  }

  SinkStatus status() {
    SinkHealth health = series.health();
    boolean broken = started.get() && worker.hasEnded();
    return new SinkStatus(
        name,
        health.healthy() && !broken,
        health.written(),
        health.lost() + worker.discarded() + refused.get(),
        broken ? Optional.of(health.lastError().orElse("the sink has ended")) : health.lastError());
  }

  /** Writes what waits and closes the file; completes, never fails. */
  CompletionStage<Void> finish() {
    if (started.compareAndSet(false, true)) {
      worker.abort();
    } else {
      worker.complete();
    }
    return worker
        .done()
        .handle(
            (report, failure) -> {
              if (failure != null) {
                LOG.warn("stream {}: sink {}: {}", stream, name, failure.getMessage());
              }
              return null;
            });
  }

  private final class NearSide implements ResultReceiver {
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    @Override
    public boolean offer(FrameResult result) {
      if (worker.offer(result)) {
        return true;
      }
      if (worker.hasEnded()) {
        refused.incrementAndGet();
        return true;
      }
      return false;
    }

    @Override
    public void whenSpace(Runnable wake) {
      worker.whenSpace(wake);
    }

    @Override
    public void complete() {
      done.complete(null);
    }

    @Override
    public CompletionStage<Void> done() {
      return done;
    }
  }
}
