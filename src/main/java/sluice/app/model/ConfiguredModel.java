package sluice.app.model;

import sluice.config.settings.ModelConfig;

/**
 * A model's configuration with the model that it was resolved to.
 *
 * @param source which model
 * @param config how a device is to run it; its overrides hold what the manifest says as well
 */
public record ConfiguredModel(ModelSource source, ModelConfig config) {

  /**
   * The same model with its manifest's overrides behind those of the configuration, which win. The
   * built-in one is made for the input size that the configuration asks for.
   *
   * @param config what was configured
   * @param resolved what its {@link ModelConfig#model} means
   * @throws sluice.core.SluiceException of code USAGE for a size that the built-in one can't have
   */
  public static ConfiguredModel of(ModelConfig config, ResolvedModel resolved) {
    ModelSource source =
        resolved.source() instanceof ModelSource.BuiltIn
            ? new ModelSource.BuiltIn(config.overrides().inputSize())
            : resolved.source();
    return new ConfiguredModel(
        source, config.withOverrides(config.overrides().or(resolved.overrides())));
  }

  /** The same model with another configuration. */
  public ConfiguredModel with(ModelConfig other) {
    return new ConfiguredModel(source, other);
  }
}
