package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An {@code ov_callback_t} for one infer request. OpenVINO keeps the pointer to it, so the struct
 * is never freed, only used again for another request; all of them share one upcall stub that lives
 * as long as the process, and tell themselves apart by their number.
 */
public final class CompletionCallback {

  /**
   * What a callback may do: tell another thread. Runs on OpenVINO's thread; must not block,
   * allocate or throw.
   */
  @FunctionalInterface
  public interface Signal {
    /** An inference has ended; how, only waiting for the request tells. */
    void inferenceEnded();
  }

  private static final MemorySegment STUB =
      Upcalls.stub(MethodHandles.lookup(), "dispatch", FunctionDescriptor.ofVoid(JAVA_LONG));
  private static final ArrayDeque<CompletionCallback> FREE = new ArrayDeque<>();
  private static volatile CompletionCallback[] all = {};

  private final MemorySegment struct;
  private volatile @Nullable Signal signal;

  private CompletionCallback(int number) {
    struct = Arena.global().allocate(Layouts.CALLBACK);
    struct.set(ADDRESS, 0, STUB);
    struct.set(JAVA_LONG, ADDRESS.byteSize(), number);
  }

  /** A callback that gives the given signal. */
  public static CompletionCallback register(Signal signal) {
    synchronized (FREE) {
      CompletionCallback callback = FREE.poll();
      if (callback == null) {
        callback = new CompletionCallback(all.length);
        CompletionCallback[] more = Arrays.copyOf(all, all.length + 1);
        more[all.length] = callback;
        all = more;
      }
      callback.signal = signal;
      return callback;
    }
  }

  /** Gives the struct up for another request. To be called when the request was freed. */
  public void unregister() {
    synchronized (FREE) {
      if (signal != null) {
        signal = null;
        FREE.push(this);
      }
    }
  }

  MemorySegment struct() {
    return struct;
  }

  /** The upcall. An exception that left it would end the JVM. */
  @SuppressWarnings("unused")
  private static void dispatch(long number) {
    try {
      Signal signal = all[(int) number].signal;
      if (signal != null) {
        signal.inferenceEnded();
      }
    } catch (Throwable _) {
      // Native code called: there is no caller to throw to.
    }
  }
}
