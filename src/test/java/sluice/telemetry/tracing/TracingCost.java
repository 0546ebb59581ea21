package sluice.telemetry.tracing;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import sluice.config.settings.TracingConfig;
import sluice.core.FrameResult;
import sluice.testing.TraceReceiver;
import sluice.testing.TraceReceiver.Mood;

/**
 * Prints what tracing costs a stream's thread: for a frame that isn't chosen, and for one that is.
 */
final class TracingCost {
  private static final int ROUNDS = 50;
  private static final int FRAMES = 200_000;

  /** Fewer than the queue has room for. */
  private static final int CHOSEN = 2_000;

  private final Frames frames = new Frames();
  private final Tracing tracing;

  private TracingCost(Tracing tracing) {
    this.tracing = tracing;
  }

  public static void main(String[] arguments) throws IOException {
    try (TraceReceiver receiver = new TraceReceiver(Mood.WELL)) {
      run(receiver.endpoint(), 0, FRAMES, "rate 0");
      run(receiver.endpoint(), 0.001, FRAMES, "not chosen");
      run(receiver.endpoint(), 1e10, CHOSEN, "chosen");
    }
  }

  private static void run(String endpoint, double perSecond, int count, String name) {
    TracingConfig config =
        new TracingConfig(
            Optional.of(URI.create(endpoint)),
            perSecond,
            Optional.empty(),
            65_536,
            Duration.ofSeconds(2),
            Map.of(),
            Optional.empty());
    try (Tracing tracing = Tracing.start(config, InstantSource.system()).orElseThrow()) {
      new TracingCost(tracing).measure(count, name);
    }
  }

  private void measure(int count, String name) {
    FrameTracer tracer = tracing.frames("yard");
    frames.pass(tracer); // the first frame is always due
    double least = Double.MAX_VALUE;
    try (FrameResult result = frames.finished()) {
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
          tracer.frameFinished(result);
          tracer.frameDelivered(result);
        }
        least = Math.min(least, (double) (System.nanoTime() - start) / count);
        Awaitility.await().until(() -> tracing.health().waiting() == 0);
      }
    }
    SpanCounts counts = tracing.counts();
    System.out.printf(
        "%s: %.0f ns a frame; spans exported: %d, failed: %d, dropped: %d%n",
        name, least, counts.exported(), counts.failed(), counts.dropped());
  }
}
