package sluice.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import sluice.core.Box;
import sluice.core.Detection;

/** Builder of measurements with given figures. */
final class Measured {
  private Measured() {}

  /** One of so many results a second, which found an object in each of four frames. */
  static MeasuredMode of(BenchMode mode, int repeat, double fps) {
    return of(mode, repeat, fps, mode.isEndToEnd() ? sightings(1, 1, 1, 1) : FirstDetections.NONE);
  }

  static MeasuredMode of(BenchMode mode, int repeat, double fps, FirstDetections sightings) {
    Measurement measurement =
        new Measurement(
            mode,
            repeat,
            1,
            10,
            Math.round(fps * 10),
            0.01,
            Map.of(),
            0,
            sightings.objects(),
            sightings.frames().size(),
            List.of(new Interval(10, fps, 1)));
    return new MeasuredMode(measurement, sightings);
  }

  /** So many objects in each frame. */
  static FirstDetections sightings(int... objects) {
    return new FirstDetections(
        IntStream.of(objects)
            .mapToObj(count -> IntStream.range(0, count).mapToObj(i -> object(i, 0.9f)).toList())
            .toList());
  }

  /** An object whose place follows from its number. */
  static Detection object(int number, float confidence) {
    float left = number * 0.1f;
    return new Detection(1, "person", confidence, new Box(left, 0.2f, left + 0.1f, 0.8f));
  }
}
