package sluice.stage.postprocess;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sluice.app.ModelFamilies;
import sluice.core.Geometry;
import sluice.core.TensorSet;
import sluice.core.model.OutputSpec;

/**
 * Measures how long outputs with 8400 boxes take to be read, boxes suppressed: median and 99th
 * percentile, one picture after the other, each with caches that something else has used. No test:
 * run it with the tests' class path; its arguments are the numbers of objects in the picture (20 60
 * 120) and, first, the threshold (0.1).
 */
final class PostprocessTiming {
  private static final int WARM_UP = 3000;
  private static final int FRAMES = 2000;

  private static final int CACHE_LINE = 64;
  private static final byte[] CACHES = new byte[8 << 20];

  private PostprocessTiming() {}

  public static void main(String[] arguments) {
    float threshold = arguments.length == 0 ? 0.1f : Float.parseFloat(arguments[0]);
    List<String> objects =
        arguments.length < 2
            ? List.of("20", "60", "120")
            : Arrays.asList(arguments).subList(1, arguments.length);
    System.out.printf("threshold %s, milliseconds a picture: median, 99th percentile%n", threshold);
    for (String count : objects) {
      try (Arena arena = Arena.ofConfined()) {
        YoloScene scene = new YoloScene(7, Integer.parseInt(count));
        System.out.printf(
            "%s objects, %d of %d boxes reach the threshold%n",
            count, scene.candidates(threshold), YoloScene.BOXES);
        measure("yolov8", threshold, scene.columns(arena), output("o", 84, 8400));
        measure("yolov5", threshold, scene.rows(arena), output("o", 8400, 85));
        measure(
            "boxes-scores",
            threshold,
            scene.boxesAndScores(arena),
            output("b", 8400, 4),
            output("s", 8400, 80));
      }
    }
  }

  /** An inference between two pictures leaves nothing of the outputs in a core's caches. */
  private static void evict() {
    for (int i = 0; i < CACHES.length; i += CACHE_LINE) {
      CACHES[i]++;
    }
  }

  private static OutputSpec output(String name, long rows, long columns) {
    return new OutputSpec(name, List.of(1L, rows, columns));
  }

  private static void measure(
      String family, float threshold, TensorSet tensors, OutputSpec... outputs) {
    ReadingSettings settings = new ReadingSettings(threshold, 0.7f, 5, false, Integer::toString);
    Postprocessor reader =
        ModelFamilies.ALL.reader(
            ModelFamilies.ALL.named(family), YoloScene.INPUT, List.of(outputs), settings);
    long[] nanos = new long[FRAMES];
    int found = 0;
    for (int i = -WARM_UP; i < FRAMES; i++) {
      evict();
      long begin = System.nanoTime();
      found = reader.read(tensors, Geometry.STRETCH).detections().size();
      if (i >= 0) {
        nanos[i] = System.nanoTime() - begin;
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "  %-12s %.3f %.3f (%d found)%n",
        family,
        nanos[FRAMES / 2] / 1e6,
        nanos[FRAMES * 99 / 100] / 1e6,
        found);
  }
}
