package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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

  /**
   * Any function. One that the library does not have is bound too, to an exception that says so:
   * everything else works on.
   */
  static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return find(name)
        .map(address -> Linker.nativeLinker().downcallHandle(address, descriptor, options))
        .orElseGet(() -> missing(name, descriptor.toMethodType()));
  }

  private static MethodHandle missing(String name, MethodType type) {
    LibraryException failure =
        new LibraryException(
            "OpenVINO "
                + NativeLibrary.load().build()
                + " has no function "
                + name
                + ": it is a release or build without it (tested: "
                + VersionGate.TESTED
                + ")");
    MethodHandle thrower =
        MethodHandles.throwException(type.returnType(), LibraryException.class).bindTo(failure);
    return MethodHandles.dropArguments(thrower, 0, type.parameterList());
  }

  /** The address of a function that not every version has. */
  static Optional<MemorySegment> find(String name) {
    return NativeLibrary.symbols().find(name);
  }
}
