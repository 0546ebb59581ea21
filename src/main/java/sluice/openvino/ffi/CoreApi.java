package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code ov_core.h}, but for the functions that take properties: see {@link PropertyCalls}. */
public final class CoreApi {
  private static final MethodHandle CREATE = Symbols.status("ov_core_create", ADDRESS);
  private static final MethodHandle FREE = Symbols.free("ov_core_free");
  private static final MethodHandle READ_MODEL =
      Symbols.status("ov_core_read_model", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
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

  /** {@code ov_core_read_model(core*, path, NULL, model**)}: the weights lie beside the model. */
  public static int readModel(MemorySegment core, MemorySegment path, MemorySegment out) {
    return Calls.status(READ_MODEL, core, path, MemorySegment.NULL, out);
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
