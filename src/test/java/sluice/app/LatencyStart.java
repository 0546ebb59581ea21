package sluice.app;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.core.ModelWishes;

/** Where searches for better settings begin in tests: far from what a device does best. */
final class LatencyStart {
  private LatencyStart() {}

  /** A model with the latency hint and one request. */
  static ModelSettings of(ModelSource source) {
    return new ModelSettings(
        source,
        ModelWishes.NONE.threshold(0.5),
        Optional.empty(),
        "CPU",
        ModelSettings.Hint.LATENCY,
        OptionalInt.of(1),
        OptionalInt.empty(),
        OptionalInt.empty(),
        ModelSettings.DEFAULT_PREFETCH,
        Map.of());
  }
}
