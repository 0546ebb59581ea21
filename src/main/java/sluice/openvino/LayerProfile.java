package sluice.openvino;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import sluice.openvino.ffi.InferRequestApi;
import sluice.openvino.ffi.Layouts;

/**
 * What a layer of the compiled graph took in the last inference of a request.
 *
 * @param name the layer's name
 * @param type the operation, for example {@code Convolution}
 * @param implementation how the device does it, for example {@code jit_avx512_FP32}
 * @param execution whether it ran
 * @param real time from its start to its end
 * @param cpu time of the processor in it; zero where the device does not tell
 */
public record LayerProfile(
    String name,
    String type,
    String implementation,
    Execution execution,
    Duration real,
    Duration cpu) {

  /** Whether a layer ran. */
  public enum Execution {
    NOT_RUN,
    OPTIMIZED_OUT,
    EXECUTED,
    /** Something that a newer OpenVINO has and this version does not know. */
    UNKNOWN
  }

  private static final int REAL = 8;
  private static final int CPU = 16;

  /** Reads what a request, which is idle, took. */
  static List<LayerProfile> of(MemorySegment request) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment list = arena.allocate(Layouts.LIST);
      Native.check(
          InferRequestApi.profilingInfo(request, list), () -> "asking for the layers' times");
      try {
        return Layouts.elements(list, Layouts.PROFILING_INFO)
            .elements(Layouts.PROFILING_INFO)
            .map(LayerProfile::read)
            .toList();
      } finally {
        InferRequestApi.freeProfilingInfo(list);
      }
    }
  }

  private static LayerProfile read(MemorySegment info) {
    return new LayerProfile(
        Layouts.text(info, 3),
        Layouts.text(info, 5),
        Layouts.text(info, 4),
        execution(info.get(JAVA_INT, 0)),
        Duration.of(info.get(JAVA_LONG, REAL), ChronoUnit.MICROS),
        Duration.of(info.get(JAVA_LONG, CPU), ChronoUnit.MICROS));
  }

  private static Execution execution(int status) {
    return switch (status) {
      case 0 -> Execution.NOT_RUN;
      case 1 -> Execution.OPTIMIZED_OUT;
      case 2 -> Execution.EXECUTED;
      default -> Execution.UNKNOWN;
    };
  }
}
