package sluice.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecorderState;
import sluice.core.recording.RecorderStatus;
import sluice.core.recording.RecordingLoss;
import sluice.core.recording.RecordingSettings;

/**
 * Fragments of one stream that wait for the disk: at most {@link #MOST_FRAGMENTS}, {@link
 * #MOST_BYTES}, and {@link #MOST_NANOS} of video. What comes beyond that is lost and counted, and
 * the stream never waits. Thread-safe; outlives the runs of its stream.
 */
final class StreamQueue {
  /** Fragments that may wait, however short: each picture is one where all are key frames. */
  static final int MOST_FRAGMENTS = 1_000;

  /** Bytes that may wait. One fragment always may, however large. */
  static final long MOST_BYTES = 16L << 20;

  /** Video that may wait. */
  static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(8);

  private final String stream;
  private final Consumer<Runnable> writer;
  private final StreamWriter target;
  private final Map<RecordingLoss, AtomicLong> lost = new EnumMap<>(RecordingLoss.class);
  private final AtomicLong written = new AtomicLong();
  private final FragmentGate gate = new FragmentGate();

  /** What is held for an event comes before what comes next. */
  private final Object order = new Object();

  private int fragments;
  private long bytes;
  private long nanos;
  private boolean gap;

  /** Whether what was queued last is the end of a run: another one would change nothing. */
  private boolean isEnded = true;

  /** Inputs that are open: one, or more where one was given up and is closed late. */
  private int open;

  private RecorderState state = RecorderState.WAITING;

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

  /** From now on that is recorded; from the next file on, files are as long as that says. */
  void configure(RecordingSettings settings) {
    target.segmentLength(settings.segment());
    synchronized (this) {
      gate.configure(settings.mode(), settings.preRoll());
    }
  }

  /** An event began, changed or ended: what was held for it goes to the disk. */
  void tell(RecordedEvent event) {
    synchronized (order) {
      List<RecordedFragment> due;
      synchronized (this) {
        due = gate.tell(event);
      }
      due.forEach(fragment -> enqueue(fragment, true));
    }
  }

  /** Takes a fragment, holds it for an event that may come, or counts it as lost. */
  void offer(RecordedFragment fragment) {
    synchronized (order) {
      List<RecordedFragment> due;
      boolean ends;
      synchronized (this) {
        boolean passed = gate.isPassing();
        due = gate.take(fragment);
        ends = passed && !gate.isPassing();
      }
      if (ends) {
        endRun();
        writer.accept(this::waitForEvents);
      }
      due.forEach(each -> enqueue(each, false));
    }
  }

  /** After the last fragment of an event was written. */
  private synchronized void waitForEvents() {
    if (!gate.isPassing() && state.condition() == RecorderState.Condition.RECORDING) {
      state = RecorderState.WAITING;
    }
  }

  /**
   * Queues a fragment.
   *
   * @param held whether it was held in memory anyway, so that it always may wait
   */
  private void enqueue(RecordedFragment fragment, boolean held) {
    boolean afterGap;
    boolean forEvent;
    synchronized (this) {
      forEvent = gate.isForEvents();
      if (!held && !fits(fragment)) {
        gap = true;
        lost(RecordingLoss.SLOW_DISK, fragment.nanos());
        state = RecorderState.interrupted("the disk is slower than the video");
        return;
      }
      fragments++;
      bytes += fragment.bytes();
      nanos += fragment.nanos();
      afterGap = gap;
      gap = false;
      isEnded = false;
    }
    writer.accept(() -> write(fragment, afterGap, forEvent));
  }

  private boolean fits(RecordedFragment fragment) {
    return fragments == 0
        || (fragments < MOST_FRAGMENTS
            && bytes + fragment.bytes() <= MOST_BYTES
            && nanos + fragment.nanos() <= MOST_NANOS);
  }

  private void write(RecordedFragment fragment, boolean afterGap, boolean forEvent) {
    StreamWriter.Outcome outcome =
        StreamWriter.Outcome.lost(
            RecordingLoss.DISK_ERROR, "a fault of Sluice itself, which its log names");
    try {
      outcome = target.write(fragment, afterGap, forEvent);
    } finally {
      account(fragment, outcome);
    }
  }

  private void account(RecordedFragment fragment, StreamWriter.Outcome outcome) {
    Optional<RecordingLoss> loss = outcome.loss();
    if (loss.isPresent()) {
      lost(loss.get(), fragment.nanos());
    } else if (outcome.isWritten()) {
      written.addAndGet(fragment.bytes());
    }
    synchronized (this) {
      state =
          loss.isPresent() ? RecorderState.interrupted(outcome.reason()) : RecorderState.RECORDING;
      fragments--;
      bytes -= fragment.bytes();
      nanos -= fragment.nanos();
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

  /**
   * Gives up what is held of a span in memory, and closes the file that is being written where
   * something of the span is in it.
   *
   * @param done is run once that file is in the index, on some thread
   */
  void close(Instant from, Instant to, Runnable done) {
    synchronized (order) {
      synchronized (this) {
        gate.forget(from, to);
      }
      writer.accept(
          () -> {
            CompletableFuture<Void> finished = CompletableFuture.completedFuture(null);
            try {
              finished = target.finishWithin(from, to);
            } finally {
              var _ = finished.whenComplete((none, failure) -> done.run());
            }
          });
    }
  }

  /** Bytes of the file that is being written. */
  long openBytes() {
    return target.openBytes();
  }

  /** Video of that length is not recorded. */
  void lost(RecordingLoss cause, long lostNanos) {
    AtomicLong sum = lost.get(cause);
    if (sum != null) {
      sum.addAndGet(Math.max(0, lostNanos));
    }
  }

  /** The source is open. */
  synchronized void opened() {
    open++;
    state = RecorderState.WAITING;
  }

  /** What comes can't be recorded at the moment. */
  synchronized void interrupted(String reason) {
    state = RecorderState.interrupted(reason);
  }

  /** What the source gives can't be recorded, as long as it is open. */
  synchronized void unsupported(String reason) {
    state = RecorderState.unsupported(reason);
  }

  /** The source is closed. */
  synchronized void closed() {
    open--;
    gate.clear();
  }

  /** How it goes. */
  synchronized RecorderStatus status() {
    Map<RecordingLoss, Duration> losses = new EnumMap<>(RecordingLoss.class);
    lost.forEach((cause, sum) -> losses.put(cause, Duration.ofNanos(sum.get())));
    return new RecorderStatus(shown(), written.get(), losses, fragments);
  }

  /** The last fragments of a source that is closed are written a little later. */
  private RecorderState shown() {
    boolean stays = open > 0 || state.condition() == RecorderState.Condition.UNSUPPORTED;
    return stays ? state : RecorderState.WAITING;
  }
}
