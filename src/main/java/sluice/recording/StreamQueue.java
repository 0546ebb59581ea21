package sluice.recording;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import sluice.core.recording.RecorderState;
import sluice.core.recording.RecordingLoss;

/**
 * Fragments of one stream that wait for the disk: at most {@link #MOST_BYTES}, or {@link
 * #MOST_NANOS} of video. What comes beyond that is lost and counted, and the stream never waits.
 * Thread-safe; outlives the runs of its stream.
 */
final class StreamQueue {
  /** Bytes that may wait. One fragment always may, however large. */
  static final long MOST_BYTES = 16L << 20;

  /** Video that may wait. */
  static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(8);

  private final String stream;
  private final Consumer<Runnable> writer;
  private final StreamWriter target;
  private final Map<RecordingLoss, AtomicLong> lost = new EnumMap<>(RecordingLoss.class);
  private final AtomicLong written = new AtomicLong();
  private long bytes;
  private long nanos;
  private boolean gap;

  /** Whether what was queued last is the end of a run: another one would change nothing. */
  private boolean isEnded = true;
  private volatile RecorderState state = RecorderState.WAITING;

  /**
   * An empty queue.
   *
   * @param writer runs what it is given one after the other, on the store's thread
   * @param target what they do there
   */
  StreamQueue(String stream, Consumer<Runnable> writer, StreamWriter target) {
    this.stream = stream;
    this.writer = writer;
    this.target = target;
    for (RecordingLoss cause : RecordingLoss.values()) {
      lost.put(cause, new AtomicLong());
    }
  }

  String stream() {
    return stream;
  }

  /** Takes a fragment, or counts it as lost. */
  void offer(RecordedFragment fragment) {
    boolean afterGap;
    synchronized (this) {
      boolean waits = bytes > 0;
      if (waits
          && (bytes + fragment.bytes() > MOST_BYTES || nanos + fragment.nanos() > MOST_NANOS)) {
        gap = true;
        lost(RecordingLoss.SLOW_DISK, fragment.nanos());
        state = RecorderState.interrupted("the disk is slower than the video");
        return;
      }
      bytes += fragment.bytes();
      nanos += fragment.nanos();
      afterGap = gap;
      gap = false;
      isEnded = false;
    }
    writer.accept(() -> write(fragment, afterGap));
  }

  private void write(RecordedFragment fragment, boolean afterGap) {
    try {
      StreamWriter.Outcome outcome = target.write(fragment, afterGap);
      if (outcome.loss().isPresent()) {
        lost(outcome.loss().get(), fragment.nanos());
        state = RecorderState.interrupted(outcome.reason());
      } else {
        written.addAndGet(fragment.bytes());
        state = RecorderState.RECORDING;
      }
    } finally {
      synchronized (this) {
        bytes -= fragment.bytes();
        nanos -= fragment.nanos();
      }
    }
  }

  /** No more fragments of this run come: its file is finished. */
  void endRun() {
    synchronized (this) {
      if (isEnded) {
        return;
      }
      isEnded = true;
    }
    writer.accept(target::finish);
  }

  /** Video of that length is not recorded. */
  void lost(RecordingLoss cause, long lostNanos) {
    AtomicLong sum = lost.get(cause);
    if (sum != null) {
      sum.addAndGet(lostNanos);
    }
  }

  /** The source is open; what comes can be recorded. */
  void opened() {
    state = RecorderState.WAITING;
  }

  /** The source is closed. */
  void closed() {
    if (state.condition() == RecorderState.Condition.RECORDING) {
      state = RecorderState.WAITING;
    }
  }

  void unsupported(String reason) {
    state = RecorderState.unsupported(reason);
  }

  RecorderState state() {
    return state;
  }

  /** Bytes written so far. */
  long written() {
    return written.get();
  }

  /** Video lost so far for a cause, in nanoseconds. */
  long lostNanos(RecordingLoss cause) {
    AtomicLong sum = lost.get(cause);
    return sum == null ? 0 : sum.get();
  }
}
