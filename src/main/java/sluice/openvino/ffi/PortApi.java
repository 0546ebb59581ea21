package sluice.openvino.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code ov_node.h} and {@code ov_partial_shape.h}: the ports of models and compiled models. */
public final class PortApi {
  private static final MethodHandle FREE = Symbols.free("ov_output_const_port_free");
  private static final MethodHandle GET_ANY_NAME =
      Symbols.status("ov_port_get_any_name", ADDRESS, ADDRESS);
  private static final MethodHandle GET_ELEMENT_TYPE =
      Symbols.status("ov_port_get_element_type", ADDRESS, ADDRESS);
  private static final MethodHandle GET_PARTIAL_SHAPE =
      Symbols.status("ov_port_get_partial_shape", ADDRESS, ADDRESS);
  private static final MethodHandle PARTIAL_SHAPE_FREE = Symbols.free("ov_partial_shape_free");

  private PortApi() {}

  /** {@code ov_output_const_port_free(port*)}. */
  public static void free(MemorySegment port) {
    Calls.free(FREE, port);
  }

  /**
   * {@code ov_port_get_any_name(port*, char**)}: the string is the caller's; fails for a port
   * without a name.
   */
  public static int anyName(MemorySegment port, MemorySegment out) {
    return Calls.status(GET_ANY_NAME, port, out);
  }

  /** {@code ov_port_get_element_type(port*, type*)}. */
  public static int elementType(MemorySegment port, MemorySegment out) {
    return Calls.status(GET_ELEMENT_TYPE, port, out);
  }

  /**
   * {@code ov_port_get_partial_shape(port*, shape*)}: fills a {@link Layouts#PARTIAL_SHAPE} that is
   * the caller's to free.
   */
  public static int partialShape(MemorySegment port, MemorySegment shape) {
    return Calls.status(GET_PARTIAL_SHAPE, port, shape);
  }

  /** {@code ov_partial_shape_free(shape*)}. */
  public static void freePartialShape(MemorySegment shape) {
    Calls.free(PARTIAL_SHAPE_FREE, shape);
  }
}
