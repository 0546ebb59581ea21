package sluice.openvino.ffi;

import java.lang.foreign.MemorySegment;

/** C strings (UTF-8) that the library returns. */
public final class Strings {
  private Strings() {}

  /** A string that stays the library's; empty for a null pointer. */
  static String read(MemorySegment pointer) {
    return pointer.address() == 0 ? "" : pointer.reinterpret(Long.MAX_VALUE).getString(0);
  }

  /** A string that the library gave away; frees it. */
  public static String take(MemorySegment pointer) {
    try {
      return read(pointer);
    } finally {
      CommonApi.free(pointer);
    }
  }
}
