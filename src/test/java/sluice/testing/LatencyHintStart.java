package sluice.testing;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.app.model.JobModelSettings;
import sluice.app.model.ModelSource;
import sluice.core.ModelOverrides;

/** Starting point of searches in tests: far from the optimum of a device. */
public final class LatencyHintStart {
  private LatencyHintStart() {}

  /** A model with the latency hint and one request. */
  public static JobModelSettings of(ModelSource source) {
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
