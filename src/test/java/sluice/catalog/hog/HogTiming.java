package sluice.catalog.hog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import sluice.openvino.Core;
import sluice.openvino.Properties;

/**
 * Measures how long the model takes, one inference after the other with the LATENCY hint: the
 * least, the tenth part and the median, as other work on the machine only adds. No test: run it
 * with the tests' class path; its arguments are input sizes such as 512x288 and, first, a precision
 * such as f32 or {@code default}.
 */
final class HogTiming {
  private static final int WARM_UP = 20;
  private static final int INFERENCES = 200;

  private HogTiming() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("hog-timing");
    try (Core core = Core.create()) {
      for (String size : Arrays.asList(arguments).subList(1, arguments.length)) {
        String[] sides = size.split("x", -1);
        measure(core, folder, Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), arguments[0]);
      }
    }
  }

  private static void measure(Core core, Path folder, int width, int height, String precision) {
    long start = System.nanoTime();
    Path file = HogModel.write(folder, width, height);
    long written = System.nanoTime();
    try (HogInference inference = HogInference.open(core, file, properties(precision))) {
      long compiled = System.nanoTime();
      inference.infer(DrawnPicture.of(width, height).bgr());
      long[] nanos = new long[INFERENCES];
      for (int i = -WARM_UP; i < INFERENCES; i++) {
        long begin = System.nanoTime();
        inference.infer();
        if (i >= 0) {
          nanos[i] = System.nanoTime() - begin;
        }
      }
      Arrays.sort(nanos);
      System.out.printf(
          "%dx%d %s: %d levels, written in %.0f ms, read and compiled in %.0f ms, inference least"
              + " %.1f, tenth %.1f, median %.1f ms%n",
          width,
          height,
          precision,
          PyramidLevel.of(new InputSize(width, height)).size(),
          (written - start) / 1e6,
          (compiled - written) / 1e6,
          nanos[0] / 1e6,
          nanos[INFERENCES / 10] / 1e6,
          nanos[INFERENCES / 2] / 1e6);
    }
  }

  private static Map<String, String> properties(String precision) {
    Map<String, String> latency = Map.of(Properties.PERFORMANCE_HINT, Properties.LATENCY);
    return precision.equals("default")
        ? latency
        : Map.of(
            Properties.PERFORMANCE_HINT,
            Properties.LATENCY,
            Properties.INFERENCE_PRECISION_HINT,
            precision);
  }
}
