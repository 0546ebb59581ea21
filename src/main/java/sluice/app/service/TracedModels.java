package sluice.app.service;

import org.jspecify.annotations.Nullable;
import sluice.config.settings.ModelConfig;
import sluice.core.SourceInfo;
import sluice.service.model.ModelOpener;
import sluice.service.model.ModelUse;
import sluice.service.model.OpenModel;
import sluice.telemetry.tracing.Operation;
import sluice.telemetry.tracing.Tracing;

/** Opener of models whose compilations are traced. */
record TracedModels(ModelOpener next, Tracing tracing) implements ModelOpener {
  @Override
  public boolean needsSource(ModelConfig config) {
    return next.needsSource(config);
  }

  @Override
  public ModelUse use(ModelConfig config, @Nullable SourceInfo source) {
    return next.use(config, source);
  }

  @Override
  public OpenModel open(ModelUse use) {
    ModelConfig config = use.config();
    return tracing.trace(
        Operation.compileModel(config.name(), config.device()), () -> next.open(use));
  }
}
