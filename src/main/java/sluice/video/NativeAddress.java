package sluice.video;

import java.lang.foreign.MemorySegment;
import org.bytedeco.javacpp.Pointer;

/** An address that JavaCPP passes on as it is, without owning what lies there. */
final class NativeAddress extends Pointer {

  NativeAddress(long address) {
    super((Pointer) null);
    this.address = address;
  }

  /** The given number of bytes at a pointer. */
  static MemorySegment segment(Pointer pointer, long bytes) {
    return MemorySegment.ofAddress(pointer.address()).reinterpret(bytes);
  }
}
