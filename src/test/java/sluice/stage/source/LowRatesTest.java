package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.Delivery;
import sluice.core.Frame;
import sluice.core.Playback;

/**
 * The short form of {@code ManyStreams} with low rates, in virtual time: streams that are all due
 * at the same moment, at a device that takes longer to work through them than frames may age, and
 * is idle for most of the time.
 */
@Timeout(120)
class LowRatesTest {
  private static final int STREAMS = 60;
  private static final double FPS = 0.05;
  private static final Duration INFERENCE = Duration.ofMillis(100);
  private static final Duration MAX_AGE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Three turns of each stream: after 0, 20 and 40 s. */
  private static final int STEPS = 590;

  private static final int TURNS = 3;

  private final SharedClock clock = new SharedClock();
  private final List<Integer> inferred = new ArrayList<>(Collections.nCopies(STREAMS, 0));
  private int tooOld;

  @Test
  void streamsThatAreDueTogether_loseNoTurn() throws InterruptedException {
    SourceSettings settings =
        ReaderRun.settings(
            Playback.builder()
                .delivery(Delivery.LATEST)
                .fps(FPS)
                .loop(true)
                .realtime(true)
                .build());
    List<ReaderRun> runs =
        Stream.generate(() -> new ReaderRun(settings, FakeSource.ofRate(10, 2), clock).start())
            .limit(STREAMS)
            .toList();
    try {
      int next = 0;
      for (int step = 0; step < STEPS; step++) {
        clock.awaitWaiting(STREAMS, PATIENCE);
        next = infer(runs, next);
        clock.advance(INFERENCE);
      }
    } finally {
      runs.forEach(ReaderRun::close);
    }

    assertThat(tooOld).as("frames that aged until their turn").isZero();
    assertThat(inferred).as("results of each stream").containsOnly(TURNS);
  }

  /** Infers the first frame in turn that is young enough; returns whose turn is next. */
  private int infer(List<ReaderRun> runs, int first) {
    for (int i = first; i < first + STREAMS; i++) {
      try (Frame frame = runs.get(i % STREAMS).reader.frames().poll()) {
        if (frame != null && isYoung(frame)) {
          inferred.set(i % STREAMS, inferred.get(i % STREAMS) + 1);
          return i + 1;
        }
      }
    }
    return first;
  }

  private boolean isYoung(Frame frame) {
    Instant decoded = frame.systemTimestamp();
    boolean young = Duration.between(decoded, clock.now()).compareTo(MAX_AGE) <= 0;
    tooOld += young ? 0 : 1;
    return young;
  }
}
