package sluice.testing;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource;
import sluice.config.settings.ModelConfig;
import sluice.core.model.ModelOverrides;

/** Builder of a model's configuration for tests: on the CPU, with the throughput hint. */
public final class TestModel {
  private final String name;
  private final String model;
  private String device = "CPU";
  private ModelConfig.Hint hint = ModelConfig.Hint.THROUGHPUT;
  private OptionalInt requests = OptionalInt.empty();
  private int prefetch = ModelConfig.DEFAULT_PREFETCH;
  private Map<String, String> properties = Map.of();
  private ModelOverrides overrides = ModelOverrides.NONE;

  private TestModel(String name, String model) {
    this.name = name;
    this.model = model;
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
    device = value;
    return this;
  }

  /** Sets {@link ModelConfig#hint}. */
  public TestModel hint(ModelConfig.Hint value) {
    hint = value;
    return this;
  }

  /** Sets {@link ModelConfig#requests}. */
  public TestModel requests(OptionalInt value) {
    requests = value;
    return this;
  }

  /** Sets {@link ModelConfig#prefetch}. */
  public TestModel prefetch(int value) {
    prefetch = value;
    return this;
  }

  /** Sets {@link ModelConfig#properties}. */
  public TestModel properties(Map<String, String> value) {
    properties = value;
    return this;
  }

  /** Sets {@link ModelConfig#overrides}. */
  public TestModel overrides(ModelOverrides value) {
    overrides = value;
    return this;
  }

  /** The configuration. */
  public ModelConfig config() {
    return new ModelConfig(
        name,
        model,
        Optional.empty(),
        device,
        hint,
        requests,
        OptionalInt.empty(),
        OptionalInt.empty(),
        prefetch,
        Optional.empty(),
        properties,
        Optional.empty(),
        overrides);
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
