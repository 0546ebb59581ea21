package sluice.openvino;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import sluice.openvino.ffi.Layouts;
import sluice.openvino.ffi.TensorApi;

/**
 * Memory with an element type and a shape, for inputs and outputs. The tensor itself may be used by
 * any thread; who reads and writes its data when is the callers' affair.
 */
public final class Tensor implements AutoCloseable {
  private static final long RETRY_MILLIS = 20;

  private final NativeHandle handle;
  private final ElementType elementType;
  private final long[] shape;
  private final MemorySegment data;
  private final boolean ownMemory;

  /** Set when it becomes an output of dynamic shape: each inference gives it another shape. */
  private volatile boolean shapeChanges;

  private Tensor(
      MemorySegment pointer,
      ElementType elementType,
      long[] shape,
      MemorySegment data,
      @Nullable Arena view) {
    this.handle =
        new NativeHandle(
            "tensor",
            pointer,
            tensor -> {
              try {
                free(tensor, view);
              } finally {
                Reference.reachabilityFence(data);
              }
            },
            List.of());
    this.ownMemory = view != null;
    this.elementType = elementType;
    this.shape = shape;
    this.data = data;
  }

  /**
   * A tensor over memory of the caller's, which stays the owner: it must keep the memory alive and
   * in place until every request that this tensor was set on was given another one, or is freed;
   * {@link #awaitFreed} tells. The tensor keeps memory of an automatic arena reachable by itself.
   * An inference is not started over memory whose arena was closed; one that runs can't be saved
   * from that. Read-only memory is refused as an output.
   *
   * @param elementType of fixed size
   * @param shape the extents
   * @param memory native memory of at least as many bytes; more is left alone; best aligned to 64
   *     bytes
   * @throws IllegalArgumentException when the memory is too small, is the heap's, or the type has
   *     no fixed size
   * @throws OpenVinoException when OpenVINO refuses
   */
  public static Tensor of(ElementType elementType, long[] shape, MemorySegment memory) {
    long bytes = elementType.byteSize(shape);
    if (!memory.isNative() || memory.byteSize() < bytes) {
      throw new IllegalArgumentException(
          "a tensor of "
              + describe(elementType, shape)
              + " needs "
              + bytes
              + " bytes of native memory, not "
              + memory.byteSize()
              + (memory.isNative() ? "" : " of the heap"));
    }
    MemorySegment pointer =
        create(
            elementType,
            shape,
            (type, extents) -> out -> TensorApi.createFromHost(type, extents, memory, out));
    return new Tensor(pointer, elementType, shape.clone(), memory.asSlice(0, bytes), null);
  }

  /**
   * A tensor whose memory OpenVINO allocates and frees.
   *
   * @param elementType of fixed size
   * @param shape the extents
   * @throws IllegalArgumentException when the type has no fixed size
   * @throws OpenVinoException when OpenVINO refuses
   */
  public static Tensor allocate(ElementType elementType, long... shape) {
    elementType.byteSize(shape);
    return adopt(
        create(elementType, shape, (type, extents) -> out -> TensorApi.create(type, extents, out)));
  }

  @FunctionalInterface
  private interface Creation {
    ToIntFunction<MemorySegment> with(int elementType, MemorySegment shape);
  }

  private static MemorySegment create(ElementType elementType, long[] shape, Creation creation) {
    OpenVino.load();
    try (Arena arena = Arena.ofConfined()) {
      return Native.pointer(
          () -> "creating a tensor of " + describe(elementType, shape),
          creation.with(elementType.code(), Layouts.shape(arena, shape)));
    }
  }

  /** Takes over a native tensor that has memory of its own, or shares a request's. */
  static Tensor adopt(MemorySegment pointer) {
    Arena view = Arena.ofShared();
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment type = scratch.allocate(JAVA_INT);
      Native.check(TensorApi.elementType(pointer, type), () -> "asking a tensor's element type");
      long[] shape = shape(pointer);
      long bytes =
          Native.number(() -> "asking a tensor's size", out -> TensorApi.byteSize(pointer, out));
      MemorySegment data =
          Native.pointer(() -> "asking for a tensor's data", out -> TensorApi.data(pointer, out));
      return new Tensor(
          pointer,
          ElementType.of(type.get(JAVA_INT, 0)),
          shape,
          data.reinterpret(bytes, view, null),
          view);
    } catch (RuntimeException e) {
      free(pointer, view);
      throw e;
    }
  }

  /** Copies the data of a native tensor, which stays the caller's; gives the number of bytes. */
  static long copy(MemorySegment pointer, LongFunction<MemorySegment> room) {
    long bytes =
        Native.number(() -> "asking a tensor's size", out -> TensorApi.byteSize(pointer, out));
    MemorySegment target = room.apply(bytes);
    if (bytes > 0) { // an empty tensor may have no data to be asked for
      MemorySegment data =
          Native.pointer(() -> "asking for a tensor's data", out -> TensorApi.data(pointer, out));
      MemorySegment.copy(data.reinterpret(bytes), 0, target, 0, bytes);
    }
    return bytes;
  }

  private static long[] shape(MemorySegment pointer) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment extents = scratch.allocate(Layouts.SHAPE);
      Native.check(TensorApi.shape(pointer, extents), () -> "asking a tensor's shape");
      try {
        return Layouts.extents(extents);
      } finally {
        TensorApi.freeShape(extents);
      }
    }
  }

  NativeHandle handle() {
    return handle;
  }

  /** Whether the memory is OpenVINO's, which may move it when the shape changes. */
  boolean hasOwnMemory() {
    return ownMemory;
  }

  /** Whether the memory may not be written to. */
  boolean isReadOnly() {
    return data.isReadOnly();
  }

  /** Whether the memory is still there: its arena was not closed. */
  boolean hasMemory() {
    return data.scope().isAlive();
  }

  /** From now on inferences choose the shape, within the memory that there is. */
  void letShapeChange() {
    shapeChanges = true;
  }

  /** What the elements are. */
  public ElementType elementType() {
    return elementType;
  }

  /**
   * The extents of each dimension. Of a tensor that was set as an output of dynamic shape, those
   * that the last inference gave it.
   *
   * @throws IllegalStateException when they may change and the tensor is closed
   */
  public long[] shape() {
    return shapeChanges ? handle.use(Tensor::shape) : shape.clone();
  }

  /**
   * The data, as many bytes as the tensor has now. For memory of OpenVINO's the segment refuses
   * access once the tensor is closed and no request uses it.
   *
   * @throws IllegalStateException when the tensor is closed
   */
  public MemorySegment data() {
    return handle.use(
        pointer -> shapeChanges ? data.asSlice(0, elementType.byteSize(shape(pointer))) : data);
  }

  /**
   * Refuses further use; requests that it was set on keep its native part until they are given
   * another tensor or are freed.
   */
  @Override
  public void close() {
    handle.close();
  }

  /**
   * Waits until this tensor is closed and no request uses it any more: from then on the memory that
   * it was made over may be freed.
   *
   * @return false when that took longer
   */
  public boolean awaitFreed(Duration timeout) throws InterruptedException {
    return handle.awaitFreed(timeout);
  }

  /**
   * Completes when this tensor is closed and no request uses it any more, as {@link #awaitFreed}
   * says. What hangs on it runs on the thread that ended the last use: a model's completion thread
   * most often, which it must not hold up.
   */
  public CompletionStage<Void> freed() {
    return handle.freed();
  }

  /** Element type and shape. */
  @Override
  public String toString() {
    return "tensor of " + describe(elementType, shape);
  }

  /**
   * Ends the view of OpenVINO's memory before that memory goes. The view can't end while a native
   * call reads it: that call ends first.
   */
  private static void free(MemorySegment pointer, @Nullable Arena view) {
    if (view != null) {
      try {
        view.close();
      } catch (IllegalStateException inUse) {
        CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS)
            .execute(() -> free(pointer, view));
        return;
      }
    }
    TensorApi.free(pointer);
  }

  private static String describe(ElementType elementType, long[] shape) {
    return elementType + " " + Arrays.toString(shape);
  }
}
