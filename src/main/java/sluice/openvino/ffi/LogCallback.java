package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code ov_util.h}: where OpenVINO's log lines go. There is one receiver for the process. Its stub
 * lives as long as the process: a thread of OpenVINO's may still be on its way into it when the
 * receiver changes.
 */
public final class LogCallback {
  private static final MethodHandle SET =
      Symbols.bind("ov_util_set_log_callback", FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle RESET =
      Symbols.bind("ov_util_reset_log_callback", FunctionDescriptor.ofVoid());
  private static final MemorySegment STUB =
      Upcalls.stub(MethodHandles.lookup(), "dispatch", FunctionDescriptor.ofVoid(ADDRESS));

  private static volatile @Nullable Consumer<String> receiver;

  private LogCallback() {}

  /**
   * Gives all further lines to a receiver, on whichever thread logs them.
   *
   * @param lines what it throws is dropped; null lets OpenVINO print to standard output again
   */
  public static synchronized void set(@Nullable Consumer<String> lines) {
    boolean installed = receiver != null;
    receiver = lines;
    try {
      if (lines == null) {
        RESET.invokeExact();
      } else if (!installed) {
        SET.invokeExact(STUB);
      }
    } catch (Throwable e) {
      throw Calls.unchecked(e);
    }
  }

  /** The upcall. An exception that left it would end the JVM. */
  @SuppressWarnings("unused")
  private static void dispatch(MemorySegment line) {
    try {
      Consumer<String> lines = receiver;
      if (lines != null) {
        lines.accept(Strings.read(line).stripTrailing());
      }
    } catch (Throwable _) {
      // Native code called: there is no caller to throw to.
    }
  }
}
