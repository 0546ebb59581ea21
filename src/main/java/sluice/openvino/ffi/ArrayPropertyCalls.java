package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/**
 * The array form, since 2026.4: {@code ov_core_compile_model_props}, {@code
 * ov_core_set_properties}.
 */
public final class ArrayPropertyCalls implements PropertyCalls {
  private static final String COMPILE_MODEL = "ov_core_compile_model_props";
  private static final String SET_PROPERTIES = "ov_core_set_properties";

  private final MethodHandle compileModel =
      Symbols.status(COMPILE_MODEL, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
  private final MethodHandle setProperties =
      Symbols.status(SET_PROPERTIES, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);

  /** Whether the loaded library has this form. */
  public static boolean available() {
    return Symbols.find(COMPILE_MODEL).isPresent() && Symbols.find(SET_PROPERTIES).isPresent();
  }

  @Override
  public int compileModel(
      MemorySegment core,
      MemorySegment model,
      String device,
      Map<String, String> properties,
      MemorySegment out) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(device);
      MemorySegment array = array(arena, properties);
      return (int)
          compileModel.invokeExact(core, model, name, (long) properties.size(), array, out);
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
