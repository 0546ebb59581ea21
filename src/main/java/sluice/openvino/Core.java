package sluice.openvino;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.openvino.ffi.CoreApi;
import sluice.openvino.ffi.Layouts;
import sluice.openvino.ffi.PropertyCalls;
import sluice.openvino.ffi.PropertyCalls.Source;

/**
 * OpenVINO's entry: devices, their properties, and models for them. One for the process is enough,
 * as each loads the devices' plugins anew. May be used by any thread.
 */
public final class Core implements AutoCloseable {
  /** A page, which is what files that are mapped begin with. */
  private static final long IMPORT_ALIGNMENT = 4096;

  private final NativeHandle handle;
  private final PropertyCalls calls;

  private Core(MemorySegment pointer, PropertyCalls calls) {
    this.handle = new NativeHandle("core", pointer, CoreApi::free, List.of());
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

  /** The devices that can be used by themselves, for example {@code CPU}, {@code GPU.0}. */
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
   * A property of a device, as the type that it has.
   *
   * @param device the device
   * @throws OpenVinoException when there is no such device or property, or its value is none of
   *     that type
   */
  public <T> T get(String device, Property<T> property) {
    return property.parse(property(device, property.key()));
  }

  /**
   * Sets properties of a device for all models that are compiled from now on, one after the other.
   *
   * @param device the device, or empty for the core itself
   * @throws OpenVinoException when the device does not know a property or refuses its value; those
   *     before it are set. A device may look at a value only when it compiles
   */
  public void set(String device, PropertyValue... settings) {
    for (PropertyValue setting : settings) {
      setProperty(device, setting.key(), setting.value());
    }
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
    return readModel(path, null);
  }

  /**
   * Reads a model whose weights lie elsewhere.
   *
   * @param path the model's file
   * @param weights the file of its weights, null where the model knows by itself
   * @throws OpenVinoException when it can't be read
   */
  public Model readModel(Path path, @Nullable Path weights) {
    return handle.use(
        core -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = arena.allocateFrom(path.toString());
            MemorySegment bin =
                weights == null ? MemorySegment.NULL : arena.allocateFrom(weights.toString());
            MemorySegment model =
                Native.pointer(
                    () -> "reading model " + path, out -> CoreApi.readModel(core, file, bin, out));
            return new Model(model, List.of(handle));
          }
        });
  }

  /**
   * Reads a model from memory.
   *
   * @param model an ONNX file's bytes, or the XML of an IR without weights
   * @throws OpenVinoException when it can't be read
   */
  public Model readModel(byte[] model) {
    try (Arena arena = Arena.ofConfined()) {
      return readModel(arena.allocateFrom(JAVA_BYTE, model), null);
    }
  }

  /**
   * Reads an IR from memory.
   *
   * @param model its XML
   * @param weights what its {@code .bin} holds; copied
   * @throws OpenVinoException when it can't be read
   */
  public Model readModel(byte[] model, byte[] weights) {
    try (Arena arena = Arena.ofConfined();
        Tensor tensor = Tensor.allocate(ElementType.U8, weights.length)) {
      tensor.data().copyFrom(MemorySegment.ofArray(weights));
      return readModel(arena.allocateFrom(JAVA_BYTE, model), tensor);
    }
  }

  /**
   * Reads a model from native memory.
   *
   * @param model an ONNX file's bytes or an IR's XML; copied
   * @param weights what an IR's {@code .bin} holds, as {@link ElementType#U8}, or null; not copied:
   *     the model and everything that is made from it use the tensor, which may be closed, and the
   *     memory below it, which must live on where it is the caller's, see {@link Tensor#awaitFreed}
   * @throws OpenVinoException when it can't be read
   */
  public Model readModel(MemorySegment model, @Nullable Tensor weights) {
    return handle.use(
        core ->
            weights == null
                ? readModel(core, model, MemorySegment.NULL, List.of(handle))
                : weights
                    .handle()
                    .use(
                        tensor ->
                            readModel(core, model, tensor, List.of(handle, weights.handle()))));
  }

  private static Model readModel(
      MemorySegment core, MemorySegment model, MemorySegment weights, List<NativeHandle> sources) {
    MemorySegment read =
        Native.pointer(
            () -> "reading a model of " + model.byteSize() + " bytes from memory",
            out -> CoreApi.readModelFromMemory(core, model, weights, out));
    return new Model(read, sources);
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
    Map<String, String> settings = new TreeMap<>(properties);
    return handle.use(
        core ->
            model
                .handle()
                .use(
                    source -> {
                      MemorySegment compiled =
                          Native.pointer(
                              () -> "compiling the model for " + device + " with " + settings,
                              out ->
                                  calls.compile(core, Source.MODEL, source, device, settings, out));
                      return CompiledModel.of(compiled, with(model.sources()), calls);
                    }));
  }

  /**
   * Compiles a model for a device.
   *
   * @see #compile(Model, String, Map)
   */
  public CompiledModel compile(Model model, String device, PropertyValue... settings) {
    return compile(model, device, PropertyValue.map(settings));
  }

  /**
   * Reads a model's file and compiles it; where {@link CacheProperties#DIR} is set and it is there,
   * the compiled model comes from the cache and most of the file is not read.
   *
   * @throws OpenVinoException when the file can't be read, there is no such device, or it refuses
   *     the model or a property
   */
  public CompiledModel compile(Path model, String device, PropertyValue... settings) {
    Map<String, String> properties = new TreeMap<>(PropertyValue.map(settings));
    return handle.use(
        core -> {
          try (Arena arena = Arena.ofConfined()) {
            MemorySegment file = arena.allocateFrom(model.toString());
            MemorySegment compiled =
                Native.pointer(
                    () -> "compiling " + model + " for " + device + " with " + properties,
                    out -> calls.compile(core, Source.FILE, file, device, properties, out));
            return CompiledModel.of(compiled, List.of(handle), calls);
          }
        });
  }

  /**
   * Takes a compiled model that {@link CompiledModel#exportTo} wrote, with the same release of
   * OpenVINO and for the same kind of device.
   *
   * @throws IOException when the file can't be read
   * @throws OpenVinoException when the device does not take it
   */
  public CompiledModel importModel(Path file, String device) throws IOException {
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file)) {
      MemorySegment content = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return importModel(content, device, "importing " + file + " for " + device);
    }
  }

  /**
   * Takes a compiled model from memory. It is copied: the device keeps using the copy.
   *
   * @throws OpenVinoException when the device does not take it
   */
  public CompiledModel importModel(MemorySegment content, String device) {
    return importModel(content, device, "importing a compiled model for " + device);
  }

  private CompiledModel importModel(MemorySegment content, String device, String doing) {
    return handle.use(
        core -> {
          NativeHandle copy = roomFor(content.byteSize());
          try (Arena arena = Arena.ofConfined()) {
            copy.held().copyFrom(content);
            MemorySegment name = arena.allocateFrom(device);
            MemorySegment compiled =
                Native.pointer(
                    () -> doing, out -> CoreApi.importModel(core, copy.held(), name, out));
            return CompiledModel.of(compiled, List.of(handle, copy), calls);
          } finally {
            copy.close();
          }
        });
  }

  /** Weights are not copied out of what is imported: it has to live as long as they do. */
  private static NativeHandle roomFor(long bytes) {
    Arena arena = Arena.ofShared();
    MemorySegment room = arena.allocate(bytes, IMPORT_ALIGNMENT);
    return new NativeHandle("imported model", room, _ -> arena.close(), List.of());
  }

  /** A model may have been read by another core. */
  private List<NativeHandle> with(List<NativeHandle> sources) {
    return Stream.concat(Stream.of(handle), sources.stream()).distinct().toList();
  }

  /**
   * Refuses further use. What was made from this core stays usable and is closed by its own owner.
   */
  @Override
  public void close() {
    handle.close();
  }
}
