package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** Binds C functions of the loaded library. */
final class Symbols {
  private Symbols() {}

  /** A function that returns {@code ov_status_e}. */
  static MethodHandle status(String name, MemoryLayout... arguments) {
    return bind(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  /** A function that takes one pointer and returns nothing, as all those that free something. */
  static MethodHandle free(String name) {
    return bind(name, FunctionDescriptor.ofVoid(ADDRESS));
  }

  /** Any function. */
  static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment address =
        find(name)
            .orElseThrow(() -> new LibraryException("OpenVINO's library has no function " + name));
    return Linker.nativeLinker().downcallHandle(address, descriptor, options);
  }

  /** The address of a function that not every version has. */
  static Optional<MemorySegment> find(String name) {
    return NativeLibrary.symbols().find(name);
  }
}
