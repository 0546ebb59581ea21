package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code ov_core.h}, but for the functions that take properties: see {@link PropertyCalls}. */
public final class CoreApi {
  private static final MethodHandle CREATE = Symbols.status("ov_core_create", ADDRESS);
  private static final MethodHandle FREE = Symbols.free("ov_core_free");
  private static final MethodHandle READ_MODEL =
      Symbols.status("ov_core_read_model", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle READ_MODEL_FROM_MEMORY =
      Symbols.status(
          "ov_core_read_model_from_memory_buffer", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle IMPORT_MODEL =
      Symbols.status("ov_core_import_model", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private static final MethodHandle GET_PROPERTY =
      Symbols.status("ov_core_get_property", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle GET_AVAILABLE_DEVICES =
      Symbols.status("ov_core_get_available_devices", ADDRESS, ADDRESS);
  private static final MethodHandle AVAILABLE_DEVICES_FREE =
      Symbols.free("ov_available_devices_free");
  private static final MethodHandle GET_VERSIONS =
      Symbols.status("ov_core_get_versions_by_device_name", ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle VERSIONS_FREE = Symbols.free("ov_core_versions_free");

  private CoreApi() {}

  /** {@code ov_core_create(core**)}. */
  public static int create(MemorySegment out) {
    return Calls.status(CREATE, out);
  }

  /** {@code ov_core_free(core*)}. */
  public static void free(MemorySegment core) {
    Calls.free(FREE, core);
  }

  /**
   * {@code ov_core_read_model(core*, path, weights, model**)}: where the weights' path is null they
   * lie beside the model.
   */
  public static int readModel(
      MemorySegment core, MemorySegment path, MemorySegment weights, MemorySegment out) {
    return Calls.status(READ_MODEL, core, path, weights, out);
  }

  /**
   * {@code ov_core_read_model_from_memory_buffer(core*, text, size, weights tensor*, model**)}:
   * copies the text; shares the weights, whose tensor may be null.
   */
  public static int readModelFromMemory(
      MemorySegment core, MemorySegment model, MemorySegment weights, MemorySegment out) {
    return Calls.status(READ_MODEL_FROM_MEMORY, core, model, model.byteSize(), weights, out);
  }

  /** {@code ov_core_import_model(core*, content, size, device, compiled_model**)}. */
  public static int importModel(
      MemorySegment core, MemorySegment content, MemorySegment device, MemorySegment out) {
    return Calls.status(IMPORT_MODEL, core, content, content.byteSize(), device, out);
  }

  /** {@code ov_core_get_property(core*, device, key, char**)}: the string is the caller's. */
  public static int getProperty(
      MemorySegment core, MemorySegment device, MemorySegment key, MemorySegment out) {
    return Calls.status(GET_PROPERTY, core, device, key, out);
  }

  /**
   * {@code ov_core_get_available_devices(core*, list*)}: fills a {@link Layouts#LIST} of strings.
   */
  public static int availableDevices(MemorySegment core, MemorySegment list) {
    return Calls.status(GET_AVAILABLE_DEVICES, core, list);
  }

  /** {@code ov_available_devices_free(list*)}. */
  public static void freeDevices(MemorySegment list) {
    Calls.free(AVAILABLE_DEVICES_FREE, list);
  }

  /**
   * {@code ov_core_get_versions_by_device_name(core*, device, list*)}: fills a {@link Layouts#LIST}
   * of {@link Layouts#CORE_VERSION}.
   */
  public static int versions(MemorySegment core, MemorySegment device, MemorySegment list) {
    return Calls.status(GET_VERSIONS, core, device, list);
  }

  /** {@code ov_core_versions_free(list*)}. */
  public static void freeVersions(MemorySegment list) {
    Calls.free(VERSIONS_FREE, list);
  }
}
