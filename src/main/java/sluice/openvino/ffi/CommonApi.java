package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code ov_common.h}, and the version from {@code ov_core.h}. */
public final class CommonApi {
  private static final MethodHandle GET_LAST_ERR_MSG =
      Symbols.bind("ov_get_last_err_msg", FunctionDescriptor.of(ADDRESS));
  private static final MethodHandle FREE = Symbols.free("ov_free");
  private static final MethodHandle GET_OPENVINO_VERSION =
      Symbols.status("ov_get_openvino_version", ADDRESS);
  private static final MethodHandle VERSION_FREE = Symbols.free("ov_version_free");

  private CommonApi() {}

  /**
   * The text of the last error, or empty. There is one text for the whole process: it is another
   * thread's where two calls failed at once, so the status tells what happened and the text is a
   * help.
   */
  public static String lastErrorText() {
    try {
      return Strings.take((MemorySegment) GET_LAST_ERR_MSG.invokeExact());
    } catch (Throwable e) {
      throw Calls.unchecked(e);
    }
  }

  /** {@code ov_free}: for strings that the library gave away. */
  static void free(MemorySegment string) {
    Calls.free(FREE, string);
  }

  /** The library's build, as it names itself. */
  static String build() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment version = arena.allocate(Layouts.VERSION);
      int status = Calls.status(GET_OPENVINO_VERSION, version);
      if (status != 0) {
        throw new LibraryException("OpenVINO does not tell its version: status " + status);
      }
      try {
        return Layouts.text(version, 0);
      } finally {
        Calls.free(VERSION_FREE, version);
      }
    }
  }
}
