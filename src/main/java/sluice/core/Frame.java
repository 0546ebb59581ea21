package sluice.core;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A picture on its way through a stream, and the lease on all native memory that this picture
 * holds: its own and, once prepared, its input and output tensors. The stage that has the frame
 * closes it, exactly once; closing again does nothing.
 *
 * <p>One thread at a time has a frame. Only {@link #close} may be called from anywhere, by what
 * ends a run with frames left over.
 */
public final class Frame implements AutoCloseable {
  private final String streamId;
  private final long number;
  private final long timestampNanos;
  private final Instant systemTimestamp;
  private final Picture picture;
  private final Consumer<? super Frame> onClose;
  private final long readyNanos = System.nanoTime();
  private final Timings timings = new Timings();
  private final AtomicBoolean closed = new AtomicBoolean();
  private @Nullable LeasedTensors tensors;
  private @Nullable TraceContext trace;
  private @Nullable MotionState motion;
  private long takenNanos = readyNanos;
  private long stagesNanos;

  /**
   * Takes over the given reference to a picture.
   *
   * @param streamId the stream it belongs to
   * @param number counts the pictures of the source from 0; pictures that were dropped leave a gap
   * @param timestampNanos media time from the start of the stream
   * @param systemTimestamp when the decoder had the picture
   * @param picture the reference that closing the frame gives up
   * @param onClose called once, after everything was released
   */
  public Frame(
      String streamId,
      long number,
      long timestampNanos,
      Instant systemTimestamp,
      Picture picture,
      Consumer<? super Frame> onClose) {
    this.streamId = streamId;
    this.number = number;
    this.timestampNanos = timestampNanos;
    this.systemTimestamp = systemTimestamp;
    this.picture = picture;
    this.onClose = onClose;
  }

  /** The stream it belongs to. */
  public String streamId() {
    return streamId;
  }

  /** The picture's number in its source, from 0. */
  public long number() {
    return number;
  }

  /** Media time from the start of the stream, nanoseconds. */
  public long timestampNanos() {
    return timestampNanos;
  }

  /** When the decoder had the picture, by the system's clock. */
  public Instant systemTimestamp() {
    return systemTimestamp;
  }

  /** When the decoder had the picture, by {@link System#nanoTime}. */
  public long readyNanos() {
    return readyNanos;
  }

  /**
   * The picture; the frame keeps its reference, others {@linkplain Picture#retain retain} their
   * own.
   */
  public Picture picture() {
    return picture;
  }

  /** What the stages spent so far. */
  public Timings timings() {
    return timings;
  }

  /**
   * When its preparation began, by {@link System#nanoTime}; {@link #readyNanos} until then. What is
   * between them is the time that it waited in the hand-off.
   */
  public long takenNanos() {
    return takenNanos;
  }

  /** Says when its preparation began. */
  public void taken(long nanos) {
    takenNanos = nanos;
  }

  /** What the result stages spent on it, nanoseconds; a part of postprocessing. */
  public long stagesNanos() {
    return stagesNanos;
  }

  /** Says what the result stages spent on it. */
  public void stages(long spentNanos) {
    stagesNanos = spentNanos;
  }

  /** Its trace; null where it is not traced, or nobody has decided yet. */
  public @Nullable TraceContext trace() {
    return trace;
  }

  /** Says that it is traced; before sinks get their share of its result. */
  public void trace(TraceContext chosen) {
    trace = chosen;
  }

  /** What was known of motion when it was let pass; null where no gate looks for motion. */
  public @Nullable MotionState motion() {
    return motion;
  }

  /** Says what is known of motion; before it is handed over. */
  public void motion(@Nullable MotionState known) {
    motion = known;
  }

  /**
   * Makes leased tensors part of this frame's lease.
   *
   * @throws IllegalStateException when there are some already, or the frame is closed; the tensors
   *     stay the caller's then
   */
  public synchronized void attach(LeasedTensors leased) {
    if (closed.get() || tensors != null) {
      throw new IllegalStateException(
          "frame " + number + " of " + streamId + " is closed or has tensors already");
    }
    tensors = leased;
  }

  /** Gives the tensors back early, once they were read. Does nothing where there are none. */
  public void releaseTensors() {
    LeasedTensors leased;
    synchronized (this) {
      leased = tensors;
      tensors = null;
    }
    if (leased != null) {
      leased.close();
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        releaseTensors();
      } finally {
        picture.close();
        onClose.accept(this);
      }
    }
  }
}
