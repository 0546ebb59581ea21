package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.stream.Stream;

/** The array form, since 2026.4: {@code ov_core_compile_model_props} and its like. */
public final class ArrayPropertyCalls implements PropertyCalls {
  private static final String SET_PROPERTIES = "ov_core_set_properties";
  private static final String SET_COMPILED_PROPERTIES = "ov_compiled_model_set_properties";

  private final MethodHandle compileModel = bindCompile(Source.MODEL);
  private final MethodHandle compileFile = bindCompile(Source.FILE);
  private final MethodHandle setProperties =
      Symbols.status(SET_PROPERTIES, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
  private final MethodHandle setCompiledProperties =
      Symbols.status(SET_COMPILED_PROPERTIES, ADDRESS, JAVA_LONG, ADDRESS);

  private static MethodHandle bindCompile(Source kind) {
    return Symbols.status(compile(kind), ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  }

  private static String compile(Source kind) {
    return kind.function() + "_props";
  }

  /** Whether the loaded library has this form. */
  public static boolean available() {
    return Stream.of(
            compile(Source.MODEL), compile(Source.FILE), SET_PROPERTIES, SET_COMPILED_PROPERTIES)
        .allMatch(name -> Symbols.find(name).isPresent());
  }

  @Override
  public int compile(
      MemorySegment core,
      Source kind,
      MemorySegment source,
      String device,
      Map<String, String> properties,
      MemorySegment out) {
    MethodHandle function = kind == Source.MODEL ? compileModel : compileFile;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(device);
      MemorySegment array = array(arena, properties);
      return (int) function.invokeExact(core, source, name, (long) properties.size(), array, out);
    } catch (Throwable e) {
      throw Calls.unchecked(e);
    }
  }

  @Override
  public int setProperty(MemorySegment core, String device, String key, String value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(device);
      MemorySegment array = array(arena, Map.of(key, value));
      return (int) setProperties.invokeExact(core, name, 1L, array);
    } catch (Throwable e) {
      throw Calls.unchecked(e);
    }
  }

  @Override
  public int setCompiledProperty(MemorySegment compiledModel, String key, String value) {
    try (Arena arena = Arena.ofConfined()) {
      return Calls.status(
          setCompiledProperties, compiledModel, 1, array(arena, Map.of(key, value)));
    }
  }

  private static MemorySegment array(SegmentAllocator allocator, Map<String, String> properties) {
    if (properties.isEmpty()) {
      return MemorySegment.NULL;
    }
    MemorySegment array = allocator.allocate(Layouts.PROPERTY, properties.size());
    int word = 0;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      array.setAtIndex(ADDRESS, word++, allocator.allocateFrom(property.getKey()));
      array.setAtIndex(ADDRESS, word++, allocator.allocateFrom(property.getValue()));
    }
    return array;
  }
}
