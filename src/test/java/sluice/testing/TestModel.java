package sluice.testing;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource;
import sluice.config.settings.ModelConfig;
import sluice.core.model.ModelOverrides;

/** Builder of a model's configuration for tests: on the CPU, with the throughput hint. */
public final class TestModel {
  private final ModelConfig.Builder settings;

  private TestModel(String name, String model) {
    this.settings = ModelConfig.builder(name, model);
  }

  /** A model of the service, by the name that streams give it and what it is. */
  public static TestModel named(String name, String model) {
    return new TestModel(name, model);
  }

  /** A model whose name doesn't matter. */
  public static TestModel unnamed() {
    return new TestModel("model", "model");
  }

  /** Sets {@link ModelConfig#device}. */
  public TestModel device(String value) {
    settings.device(value);
    return this;
  }

  /** Sets {@link ModelConfig#hint}. */
  public TestModel hint(ModelConfig.Hint value) {
    settings.hint(value);
    return this;
  }

  /** Sets {@link ModelConfig#requests}. */
  public TestModel requests(OptionalInt value) {
    settings.requests(value);
    return this;
  }

  /** Sets {@link ModelConfig#prefetch}. */
  public TestModel prefetch(int value) {
    settings.prefetch(value);
    return this;
  }

  /** Sets {@link ModelConfig#properties}. */
  public TestModel properties(Map<String, String> value) {
    settings.properties(value);
    return this;
  }

  /** Sets {@link ModelConfig#overrides}. */
  public TestModel overrides(ModelOverrides value) {
    settings.overrides(value);
    return this;
  }

  /** The configuration. */
  public ModelConfig config() {
    return settings.build();
  }

  /** The configuration of a model's file. */
  public ConfiguredModel of(Path file) {
    return of(new ModelSource.File(file));
  }

  /** The configuration of a model. */
  public ConfiguredModel of(ModelSource source) {
    return new ConfiguredModel(source, config());
  }
}
