package sluice.app.recording;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import sluice.core.DropCause;
import sluice.core.FrameResult;
import sluice.core.MotionPhase;
import sluice.core.StreamObserver;

/**
 * Makes spans of time of what the gate of a stream's run says of its pictures: while all of them
 * pass. A span that goes on is told in pieces, every few seconds. Each begins a little earlier than
 * its first picture was looked at, for that was received before it was decoded. Of one run, whose
 * decoder's thread it is told by.
 */
final class MotionSpans implements StreamObserver {
  /**
   * A picture comes out of the decoder so long after its packet was received, at most as a rule.
   */
  static final Duration LEAD = Duration.ofSeconds(2);

  /** So much of a span may be lost where the process is killed. */
  static final Duration PIECE = Duration.ofSeconds(5);

  /** Between pictures that are farther apart nothing is known. */
  static final Duration GAP = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final Taker taker;

  /** Where what wasn't told yet begins; null while nothing moves. */
  private @Nullable Instant from;

  private Instant last = Instant.EPOCH;

  /** Takes spans, at once. */
  @FunctionalInterface
  interface Taker {
    void take(Instant from, Instant to);
  }

  /**
   * Spans of a run that has no picture yet.
   *
   * @param clock date and time
   */
  MotionSpans(InstantSource clock, Taker taker) {
    this.clock = clock;
    this.taker = taker;
  }

  @Override
  public void motionSeen(MotionPhase phase, long nanos) {
    if (phase != MotionPhase.MOVING && from == null) {
      return;
    }
    Instant now = clock.instant();
    if (from != null && Duration.between(last, now).abs().compareTo(GAP) > 0) {
      tell(last); // the source was away, or the clock was set
      from = null;
    }
    Instant begun = from;
    if (phase != MotionPhase.MOVING) {
      if (begun != null) {
        tell(now);
      }
      from = null;
    } else if (begun == null) {
      from = now.minus(LEAD);
    } else if (Duration.between(begun, now).compareTo(PIECE) >= 0) {
      tell(now);
      from = now;
    }
    last = now;
  }

  private void tell(Instant to) {
    Instant begun = from;
    if (begun != null && to.isAfter(begun)) {
      taker.take(begun, to);
    }
  }

  @Override
  public void frameRead() {}

  @Override
  public void frameDropped(DropCause cause) {}

  @Override
  public void inputDamaged() {}

  @Override
  public void frameFinished(FrameResult result) {}
}
