package sluice.video.ffmpeg;

import java.lang.foreign.MemorySegment;
import org.bytedeco.javacpp.Pointer;

/** An address that JavaCPP passes on as it is, without owning what lies there. */
public final class NativeAddress extends Pointer {

  /** A pointer to an address; 0 is null. */
  public NativeAddress(long address) {
    super((Pointer) null);
    this.address = address;
  }

  /** The given number of bytes at a pointer. */
  public static MemorySegment segment(Pointer pointer, long bytes) {
    return MemorySegment.ofAddress(pointer.address()).reinterpret(bytes);
  }
}
