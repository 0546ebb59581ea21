package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;

/** The structs of the C API on 64-bit platforms, with what it takes to read and fill them. */
public final class Layouts {
  /** {@code ov_shape_t}: rank, pointer to the extents. */
  public static final StructLayout SHAPE = MemoryLayout.structLayout(JAVA_LONG, ADDRESS);

  /** {@code ov_partial_shape_t}: rank as an interval, pointer to {@code ov_dimension_t}. */
  public static final StructLayout PARTIAL_SHAPE =
      MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG, ADDRESS);

  /** {@code ov_dimension_t}: least and greatest extent. */
  public static final StructLayout DIMENSION = MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG);

  /** {@code ov_version_t}: build, description. */
  public static final StructLayout VERSION = MemoryLayout.structLayout(ADDRESS, ADDRESS);

  /** {@code ov_core_version_t}: device name, version. */
  public static final StructLayout CORE_VERSION = MemoryLayout.structLayout(ADDRESS, VERSION);

  /**
   * {@code ov_core_version_list_t} and {@code ov_available_devices_t}: pointer to the elements,
   * their number.
   */
  public static final StructLayout LIST = MemoryLayout.structLayout(ADDRESS, JAVA_LONG);

  /**
   * {@code ov_profiling_info_t}: status, real and CPU time in microseconds, names of the node, of
   * how it was executed, and of its type.
   */
  public static final StructLayout PROFILING_INFO =
      MemoryLayout.structLayout(
          JAVA_INT, MemoryLayout.paddingLayout(4), JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);

  /** {@code ov_property_t}: key, value. */
  static final StructLayout PROPERTY = MemoryLayout.structLayout(ADDRESS, ADDRESS);

  /** {@code ov_callback_t}: function, argument. */
  static final StructLayout CALLBACK = MemoryLayout.structLayout(ADDRESS, JAVA_LONG);

  private static final long SECOND_WORD = ADDRESS.byteSize();
  private static final long THIRD_WORD = 2 * ADDRESS.byteSize();

  private Layouts() {}

  /** A filled {@link #SHAPE}; extents and struct live as long as the allocator's memory. */
  public static MemorySegment shape(SegmentAllocator allocator, long... extents) {
    MemorySegment shape = allocator.allocate(SHAPE);
    shape.set(JAVA_LONG, 0, extents.length);
    shape.set(ADDRESS, SECOND_WORD, allocator.allocateFrom(JAVA_LONG, extents));
    return shape;
  }

  /** The extents of a {@link #SHAPE}. */
  public static long[] extents(MemorySegment shape) {
    long rank = shape.get(JAVA_LONG, 0);
    return shape
        .get(ADDRESS, SECOND_WORD)
        .reinterpret(rank * JAVA_LONG.byteSize())
        .toArray(JAVA_LONG);
  }

  /** Whether the rank of a {@link #PARTIAL_SHAPE} is known. */
  public static boolean hasRank(MemorySegment partialShape) {
    return partialShape.get(JAVA_LONG, 0) == partialShape.get(JAVA_LONG, SECOND_WORD);
  }

  /**
   * Least and greatest extent of each dimension of a {@link #PARTIAL_SHAPE} that {@linkplain
   * #hasRank has a rank}, one after the other.
   */
  public static long[] bounds(MemorySegment partialShape) {
    long rank = partialShape.get(JAVA_LONG, 0);
    return partialShape
        .get(ADDRESS, THIRD_WORD)
        .reinterpret(rank * DIMENSION.byteSize())
        .toArray(JAVA_LONG);
  }

  /**
   * Fills a {@link #PARTIAL_SHAPE}; its dimensions live as long as the allocator's memory.
   *
   * @param bounds least and greatest extent of each dimension, one after the other
   */
  public static void fillPartialShape(
      SegmentAllocator allocator, MemorySegment partialShape, long... bounds) {
    long rank = bounds.length / 2;
    partialShape.set(JAVA_LONG, 0, rank);
    partialShape.set(JAVA_LONG, SECOND_WORD, rank);
    partialShape.set(ADDRESS, THIRD_WORD, allocator.allocateFrom(JAVA_LONG, bounds));
  }

  /** The elements of a {@link #LIST}, each of the given layout. */
  public static MemorySegment elements(MemorySegment list, MemoryLayout element) {
    long count = list.get(JAVA_LONG, SECOND_WORD);
    return count == 0
        ? MemorySegment.NULL
        : list.get(ADDRESS, 0).reinterpret(count * element.byteSize());
  }

  /** The C string that the pointer at the given word of a struct points to. */
  public static String text(MemorySegment struct, int word) {
    return Strings.read(struct.get(ADDRESS, word * ADDRESS.byteSize()));
  }
}
