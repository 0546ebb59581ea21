package sluice.openvino.ffi;

import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * The functions that take properties. Up to 2026.3 they are variadic; since 2026.4 there is an
 * array form beside it, which needs no variadic call and is preferred.
 */
public sealed interface PropertyCalls permits ArrayPropertyCalls, VariadicPropertyCalls {

  /** The form that the loaded library offers. */
  static PropertyCalls preferred() {
    return ArrayPropertyCalls.available() ? new ArrayPropertyCalls() : new VariadicPropertyCalls();
  }

  /** What is compiled. */
  enum Source {
    /** A model that was read, an {@code ov_model_t*}. */
    MODEL("ov_core_compile_model"),
    /** A model's file, its path as a C string; what is in the cache is not read. */
    FILE("ov_core_compile_model_from_file");

    private final String function;

    Source(String function) {
      this.function = function;
    }

    /** The variadic function; the array form's name has an ending more. */
    String function() {
      return function;
    }
  }

  /** Compiles a model; {@code compiled_model**} goes to {@code out}. Returns the status. */
  int compile(
      MemorySegment core,
      Source kind,
      MemorySegment source,
      String device,
      Map<String, String> properties,
      MemorySegment out);

  /**
   * Sets one property of a device, or of the core itself where {@code device} is empty. Returns the
   * status.
   */
  int setProperty(MemorySegment core, String device, String key, String value);

  /** Sets one property of a compiled model. Returns the status. */
  int setCompiledProperty(MemorySegment compiledModel, String key, String value);
}
