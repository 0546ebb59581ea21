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

  /** Compiles a model; {@code compiled_model**} goes to {@code out}. Returns the status. */
  int compileModel(
      MemorySegment core,
      MemorySegment model,
      String device,
      Map<String, String> properties,
      MemorySegment out);

  /**
   * Reads and compiles a model, or takes it from the cache without reading it; {@code
   * compiled_model**} goes to {@code out}. Returns the status.
   */
  int compileFile(
      MemorySegment core,
      String path,
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
