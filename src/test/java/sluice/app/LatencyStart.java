package sluice.app;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.core.ModelOverrides;

/** Where searches for better settings begin in tests: far from what a device does best. */
final class LatencyStart {
  private LatencyStart() {}

  /** A model with the latency hint and one request. */
  static JobModelSettings of(ModelSource source) {
    return new JobModelSettings(
        source,
        ModelOverrides.NONE.threshold(0.5),
        Optional.empty(),
        "CPU",
        JobModelSettings.Hint.LATENCY,
        OptionalInt.of(1),
        OptionalInt.empty(),
        OptionalInt.empty(),
        JobModelSettings.DEFAULT_PREFETCH,
        Map.of());
  }
}
