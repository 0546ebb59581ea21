package sluice.video.demux;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import sluice.video.ffmpeg.NativeAddress;

/**
 * The interrupt callback of one FFmpeg context, which makes reads and opens end: when the owner has
 * cancelled, or a deadline has passed. FFmpeg asks before and during every blocking call, about ten
 * times a second while it waits.
 *
 * <p>All contexts share one native callback (JavaCPP has room for ten at a time), which finds its
 * context's state by the number in {@code opaque}.
 */
public final class Interrupt implements AutoCloseable {

  /** Why a call was ended. */
  enum Reason {
    NONE,
    CANCELLED,
    TIMEOUT
  }

  private static final ConcurrentHashMap<Long, Interrupt> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong IDS = new AtomicLong();
  private static final Callback CALLBACK = new Callback();

  private final long id = IDS.incrementAndGet();
  private final BooleanSupplier cancelled;
  private volatile boolean limited;
  private volatile boolean closing;
  private volatile long deadline;
  private @Nullable Runnable firstAsk;

  Interrupt(BooleanSupplier cancelled) {
    this.cancelled = cancelled;
    OPEN.put(id, this);
  }

  /** Interrupts of the whole process that are not closed yet; for tests. */
  public static int open() {
    return OPEN.size();
  }

  /** To be called before the context is opened. */
  void attachTo(AVFormatContext context) {
    context.interrupt_callback().callback(CALLBACK).opaque(new NativeAddress(id));
  }

  /**
   * Runs something once, when FFmpeg asks for the first time: a connection has begun then. On the
   * thread that FFmpeg runs on; to be set by it too.
   */
  void onFirstAsk(Runnable action) {
    firstAsk = action;
  }

  private void asked() {
    Runnable action = firstAsk;
    if (action != null) {
      firstAsk = null;
      action.run();
    }
  }

  /** Sets the deadline anew, from now; zero for none. */
  void within(Duration limit) {
    limited = !limit.isZero();
    deadline = System.nanoTime() + limit.toNanos();
  }

  /**
   * From now on only the given time counts: a closing connection may send its goodbye although it
   * was cancelled.
   */
  void closeWithin(Duration limit) {
    closing = true;
    within(limit);
  }

  /** Whether calls are to end now, and why. */
  Reason reason() {
    if (!closing && cancelled.getAsBoolean()) {
      return Reason.CANCELLED;
    }
    return limited && System.nanoTime() - deadline >= 0 ? Reason.TIMEOUT : Reason.NONE;
  }

  /** To be called once the context is closed. */
  @Override
  public void close() {
    OPEN.remove(id);
  }

  private static final class Callback extends AVIOInterruptCB.Callback_Pointer {
    Callback() {}

    @Override
    public int call(Pointer opaque) {
      try {
        Interrupt interrupt = OPEN.get(opaque.address());
        if (interrupt == null) {
          return 1;
        }
        interrupt.asked();
        return interrupt.reason() == Reason.NONE ? 0 : 1;
      } catch (Throwable e) {
        return 1; // Nothing may be thrown into native code; giving up is the safe side.
      }
    }
  }
}
