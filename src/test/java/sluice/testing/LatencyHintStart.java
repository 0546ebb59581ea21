package sluice.testing;

import java.util.OptionalInt;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource;
import sluice.config.settings.ModelConfig;
import sluice.core.model.ModelOverrides;

/** Starting point of searches in tests: far from the optimum of a device. */
public final class LatencyHintStart {
  private LatencyHintStart() {}

  /** A model with the latency hint and one request. */
  public static ConfiguredModel of(ModelSource source) {
    return TestModel.unnamed()
        .overrides(ModelOverrides.NONE.threshold(0.5))
        .hint(ModelConfig.Hint.LATENCY)
        .requests(OptionalInt.of(1))
        .of(source);
  }
}
