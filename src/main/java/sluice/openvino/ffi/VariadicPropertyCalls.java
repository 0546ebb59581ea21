package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The variadic form, in every version: {@code ov_core_compile_model}, {@code ov_core_set_property}
 * and their like. A variadic function is bound once for each number of arguments it is called with.
 */
public final class VariadicPropertyCalls implements PropertyCalls {
  private static final int COMPILE_FIXED = 5;
  private static final int SET_FIXED = 2;
  private static final int SET_COMPILED_FIXED = 1;

  /** A function and how many variadic arguments it is called with. */
  private record Form(Source kind, int words) {}

  private final Map<Form, MethodHandle> compilations = new ConcurrentHashMap<>();
  private final MethodHandle setProperty =
      Symbols.bind(
          "ov_core_set_property",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS),
          Linker.Option.firstVariadicArg(SET_FIXED));
  private final MethodHandle setCompiledProperty =
      Symbols.bind(
          "ov_compiled_model_set_property",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS),
          Linker.Option.firstVariadicArg(SET_COMPILED_FIXED));

  @Override
  public int compile(
      MemorySegment core,
      Source kind,
      MemorySegment source,
      String device,
      Map<String, String> properties,
      MemorySegment out) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(device);
      MemorySegment[] words = words(arena, properties);
      MethodHandle compile =
          compilations.computeIfAbsent(
              new Form(kind, words.length), VariadicPropertyCalls::bindCompile);
      return (int) compile.invokeExact(core, source, name, (long) words.length, out, words);
    } catch (Throwable e) {
      throw Calls.unchecked(e);
    }
  }

  private static MemorySegment[] words(SegmentAllocator allocator, Map<String, String> properties) {
    MemorySegment[] words = new MemorySegment[2 * properties.size()];
    int word = 0;
    for (Map.Entry<String, String> property : properties.entrySet()) {
      words[word++] = allocator.allocateFrom(property.getKey());
      words[word++] = allocator.allocateFrom(property.getValue());
    }
    return words;
  }

  private static MethodHandle bindCompile(Form form) {
    MemoryLayout[] variadic =
        Collections.nCopies(form.words(), ADDRESS).toArray(MemoryLayout[]::new);
    return Symbols.bind(
            form.kind().function(),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS)
                .appendArgumentLayouts(variadic),
            Linker.Option.firstVariadicArg(COMPILE_FIXED))
        .asSpreader(MemorySegment[].class, form.words());
  }

  @Override
  public int setProperty(MemorySegment core, String device, String key, String value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(device);
      return Calls.status(
          setProperty, core, name, arena.allocateFrom(key), arena.allocateFrom(value));
    }
  }

  @Override
  public int setCompiledProperty(MemorySegment compiledModel, String key, String value) {
    try (Arena arena = Arena.ofConfined()) {
      return Calls.status(
          setCompiledProperty, compiledModel, arena.allocateFrom(key), arena.allocateFrom(value));
    }
  }
}
