package sluice.openvino;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import sluice.openvino.PartialShape.Dimension;
import sluice.openvino.ffi.Layouts;
import sluice.openvino.ffi.PortApi;
import sluice.openvino.ffi.Strings;

/** Reads the ports of a model or compiled model. */
final class Ports {
  private Ports() {}

  /** Asks for how many ports there are. */
  @FunctionalInterface
  interface Count {
    int call(MemorySegment model, MemorySegment out);
  }

  /** Reads them all; {@code byIndex} gives one of them away. */
  static List<Port> read(MemorySegment model, String what, Count count, IndexedCall byIndex) {
    long size = Native.number(() -> "counting the model's " + what, out -> count.call(model, out));
    List<Port> ports = new ArrayList<>();
    for (long i = 0; i < size; i++) {
      long index = i;
      MemorySegment port =
          Native.pointer(
              () -> "asking for " + what + " " + index, out -> byIndex.call(model, index, out));
      try {
        ports.add(read(port));
      } finally {
        PortApi.free(port);
      }
    }
    return List.copyOf(ports);
  }

  /** Gives away the port that has a name. */
  @FunctionalInterface
  interface ByName {
    int call(MemorySegment model, MemorySegment name, MemorySegment out);
  }

  /**
   * The index of the port that has a name. A port may have several names, of which {@link Port}
   * tells one: the others are looked up by the library.
   *
   * @throws IllegalArgumentException when no port has that name
   */
  static int index(MemorySegment model, String what, List<Port> ports, String name, ByName byName) {
    int index = indexOf(ports, name);
    if (index < 0) {
      index = indexOf(ports, toldName(model, name, byName));
    }
    if (index < 0) {
      throw new IllegalArgumentException(
          "no %s is named '%s'; the model has: %s"
              .formatted(what, name, String.join(", ", ports.stream().map(Port::name).toList())));
    }
    return index;
  }

  private static int indexOf(List<Port> ports, String name) {
    for (int i = 0; i < ports.size(); i++) {
      if (!name.isEmpty() && ports.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static String toldName(MemorySegment model, String name, ByName byName) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(ADDRESS);
      if (byName.call(model, arena.allocateFrom(name), out) != Status.OK.code()) {
        return "";
      }
      MemorySegment port = out.get(ADDRESS, 0);
      try {
        return anyName(arena, port);
      } finally {
        PortApi.free(port);
      }
    }
  }

  /**
   * An array of shapes for the library.
   *
   * @throws IllegalArgumentException when the rank of one is unknown, which the C functions take
   *     for a rank of one
   */
  static MemorySegment write(Arena arena, List<PartialShape> shapes) {
    MemorySegment array = arena.allocate(Layouts.PARTIAL_SHAPE, shapes.size());
    long size = Layouts.PARTIAL_SHAPE.byteSize();
    for (int i = 0; i < shapes.size(); i++) {
      PartialShape shape = shapes.get(i);
      if (!shape.rankKnown()) {
        throw new IllegalArgumentException(
            "a shape to be set needs a known number of dimensions, each of which may be open");
      }
      long[] bounds =
          shape.dimensions().stream()
              .flatMapToLong(dimension -> LongStream.of(dimension.min(), dimension.max()))
              .toArray();
      Layouts.fillPartialShape(arena, array.asSlice(i * size, size), bounds);
    }
    return array;
  }

  private static Port read(MemorySegment port) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment type = arena.allocate(JAVA_INT);
      Native.check(PortApi.elementType(port, type), () -> "asking a port's element type");
      MemorySegment shape = arena.allocate(Layouts.PARTIAL_SHAPE);
      Native.check(PortApi.partialShape(port, shape), () -> "asking a port's shape");
      try {
        return new Port(
            anyName(arena, port), ElementType.of(type.get(JAVA_INT, 0)), partialShape(shape));
      } finally {
        PortApi.freePartialShape(shape);
      }
    }
  }

  /** A port without a name is no error to us, but it is to the C function. */
  private static String anyName(Arena arena, MemorySegment port) {
    MemorySegment out = arena.allocate(ADDRESS);
    return PortApi.anyName(port, out) == Status.OK.code() ? Strings.take(out.get(ADDRESS, 0)) : "";
  }

  private static PartialShape partialShape(MemorySegment shape) {
    if (!Layouts.hasRank(shape)) {
      return new PartialShape(false, List.of());
    }
    long[] bounds = Layouts.bounds(shape);
    List<Dimension> dimensions = new ArrayList<>();
    for (int i = 0; i < bounds.length; i += 2) {
      dimensions.add(new Dimension(bounds[i], bounds[i + 1]));
    }
    return new PartialShape(true, dimensions);
  }
}
