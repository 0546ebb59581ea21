package sluice.openvino.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/** Makes Java methods callable for the library. */
final class Upcalls {
  private Upcalls() {}

  /**
   * A stub for a static method, which lives as long as the process: a native thread may be on its
   * way into it at any time. What the method throws would end the JVM.
   */
  static MemorySegment stub(
      MethodHandles.Lookup lookup, String method, FunctionDescriptor descriptor) {
    try {
      return Linker.nativeLinker()
          .upcallStub(
              lookup.findStatic(lookup.lookupClass(), method, descriptor.toMethodType()),
              descriptor,
              Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the upcall's target is missing", e);
    }
  }
}
