package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code ov_tensor.h} and {@code ov_shape.h}. */
public final class TensorApi {
  private static final MethodHandle CREATE =
      Symbols.status("ov_tensor_create", JAVA_INT, Layouts.SHAPE, ADDRESS);
  private static final MethodHandle CREATE_FROM_HOST_PTR =
      Symbols.status("ov_tensor_create_from_host_ptr", JAVA_INT, Layouts.SHAPE, ADDRESS, ADDRESS);
  private static final MethodHandle FREE = Symbols.free("ov_tensor_free");
  private static final MethodHandle GET_BYTE_SIZE =
      Symbols.status("ov_tensor_get_byte_size", ADDRESS, ADDRESS);
  private static final MethodHandle GET_ELEMENT_TYPE =
      Symbols.status("ov_tensor_get_element_type", ADDRESS, ADDRESS);
  private static final MethodHandle GET_SHAPE =
      Symbols.status("ov_tensor_get_shape", ADDRESS, ADDRESS);
  private static final MethodHandle SHAPE_FREE = Symbols.free("ov_shape_free");
  private static final MethodHandle DATA = Symbols.status("ov_tensor_data", ADDRESS, ADDRESS);

  private TensorApi() {}

  /** {@code ov_tensor_create(type, shape, tensor**)}: OpenVINO allocates. */
  public static int create(int elementType, MemorySegment shape, MemorySegment out) {
    return Calls.status(CREATE, elementType, shape, out);
  }

  /**
   * {@code ov_tensor_create_from_host_ptr(type, shape, void*, tensor**)}: the memory stays the
   * caller's.
   */
  public static int createFromHost(
      int elementType, MemorySegment shape, MemorySegment data, MemorySegment out) {
    return Calls.status(CREATE_FROM_HOST_PTR, elementType, shape, data, out);
  }

  /** {@code ov_tensor_free(tensor*)}. */
  public static void free(MemorySegment tensor) {
    Calls.free(FREE, tensor);
  }

  /** {@code ov_tensor_get_byte_size(tensor*, size_t*)}. */
  public static int byteSize(MemorySegment tensor, MemorySegment out) {
    return Calls.status(GET_BYTE_SIZE, tensor, out);
  }

  /** {@code ov_tensor_get_element_type(tensor*, type*)}. */
  public static int elementType(MemorySegment tensor, MemorySegment out) {
    return Calls.status(GET_ELEMENT_TYPE, tensor, out);
  }

  /**
   * {@code ov_tensor_get_shape(tensor*, shape*)}: fills a {@link Layouts#SHAPE} that is the
   * caller's to free.
   */
  public static int shape(MemorySegment tensor, MemorySegment shape) {
    return Calls.status(GET_SHAPE, tensor, shape);
  }

  /** {@code ov_shape_free(shape*)}. */
  public static void freeShape(MemorySegment shape) {
    Calls.free(SHAPE_FREE, shape);
  }

  /** {@code ov_tensor_data(tensor*, void**)}. */
  public static int data(MemorySegment tensor, MemorySegment out) {
    return Calls.status(DATA, tensor, out);
  }
}
