package sluice.openvino;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sluice.openvino.ffi.CoreApi;
import sluice.openvino.ffi.Layouts;
import sluice.openvino.ffi.PropertyCalls;

/**
 * OpenVINO's entry: devices, their properties, and models for them. One for the process is enough,
 * as each loads the devices' plugins anew. May be used by any thread.
 */
public final class Core implements AutoCloseable {
  private final NativeHandle handle;
  private final PropertyCalls calls;

  private Core(MemorySegment pointer, PropertyCalls calls) {
    this.handle = new NativeHandle("core", pointer, CoreApi::free, null);
    this.calls = calls;
  }

  /**
   * Makes a core; loads OpenVINO's library where that was not done.
   *
   * @throws OpenVinoUnavailableException as {@link OpenVino#load} does
   * @throws OpenVinoException when the core can't be made
   */
  public static Core create() {
    OpenVino.load();
    return create(PropertyCalls.preferred());
  }

  /** Makes a core that passes properties in the given form. */
  static Core create(PropertyCalls calls) {
    return new Core(Native.pointer(() -> "creating OpenVINO's core", CoreApi::create), calls);
  }

  /**
   * What a device's plugin says of itself.
   *
   * @param device the device, for example {@code CPU}
   * @param description what it is
   * @param build its build
   */
  public record DeviceVersion(String device, String description, String build) {}

  /** The devices that can be used, for example {@code CPU}, {@code GPU.0}. */
  public List<String> availableDevices() {
    return handle.use(
        core -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment list = arena.allocate(Layouts.LIST);
            Native.check(CoreApi.availableDevices(core, list), () -> "asking for the devices");
            try {
              MemorySegment names = Layouts.elements(list, ADDRESS);
              List<String> devices = new ArrayList<>();
              for (int i = 0; i < names.byteSize() / ADDRESS.byteSize(); i++) {
                devices.add(Layouts.text(names, i));
              }
              return List.copyOf(devices);
            } finally {
              CoreApi.freeDevices(list);
            }
          }
        });
  }

  /**
   * The versions of a device's plugins; several for a device that works through others.
   *
   * @param device for example {@code CPU} or {@code AUTO:GPU,CPU}
   */
  public List<DeviceVersion> versions(String device) {
    return handle.use(
        core -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment list = arena.allocate(Layouts.LIST);
            Native.check(
                CoreApi.versions(core, arena.allocateFrom(device), list),
                () -> "asking for the version of " + device);
            try {
              return Layouts.elements(list, Layouts.CORE_VERSION)
                  .elements(Layouts.CORE_VERSION)
                  .map(
                      one ->
                          new DeviceVersion(
                              Layouts.text(one, 0), Layouts.text(one, 2), Layouts.text(one, 1)))
                  .toList();
            } finally {
              CoreApi.freeVersions(list);
            }
          }
        });
  }

  /**
   * A property of a device.
   *
   * @param device the device
   * @param key one of {@link Properties} or of the device's own
   * @throws OpenVinoException when there is no such device or property
   */
  public String property(String device, String key) {
    return handle.use(
        core -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(device);
            MemorySegment property = arena.allocateFrom(key);
            return Native.text(
                () -> "reading property " + key + " of " + device,
                out -> CoreApi.getProperty(core, name, property, out));
          }
        });
  }

  /**
   * Sets a property of a device for all models that are compiled from now on.
   *
   * @param device the device, or empty for the core itself
   * @param key one of {@link Properties} or of the device's own
   * @param value the value
   * @throws OpenVinoException when the device does not know the property or refuses the value
   */
  public void setProperty(String device, String key, String value) {
    handle.use(
        core -> {
          int status = calls.setProperty(core, device, key, value);
          Native.check(status, () -> "setting property " + key + "=" + value + " of " + device);
          return status;
        });
  }

  /**
   * Reads a model: OpenVINO IR ({@code .xml} with its {@code .bin} beside it), ONNX, or what else
   * the installed frontends read.
   *
   * @param path the model's file
   * @throws OpenVinoException when it can't be read
   */
  public Model readModel(Path path) {
    return handle.use(
        core -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = arena.allocateFrom(path.toString());
            MemorySegment model =
                Native.pointer(
                    () -> "reading model " + path, out -> CoreApi.readModel(core, file, out));
            return new Model(model, handle);
          }
        });
  }

  /**
   * Compiles a model for a device. Takes from milliseconds to minutes.
   *
   * @param model the model; may be closed afterwards
   * @param device for example {@code CPU} or {@code AUTO}
   * @param properties settings of this compiled model, by key
   * @throws OpenVinoException when there is no such device, or it refuses the model or a property
   */
  public CompiledModel compile(Model model, String device, Map<String, String> properties) {
    Map<String, String> settings = Map.copyOf(properties);
    return handle.use(
        core ->
            model
                .handle()
                .use(
                    source -> {
                      MemorySegment compiled =
                          Native.pointer(
                              () -> "compiling the model for " + device + " with " + settings,
                              out -> calls.compileModel(core, source, device, settings, out));
                      return CompiledModel.of(compiled, handle);
                    }));
  }

  /**
   * Refuses further use. What was made from this core stays usable and is closed by its own owner.
   */
  @Override
  public void close() {
    handle.close();
  }
}
