package sluice.app.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.JobModels;
import sluice.app.model.ModelResolver;
import sluice.app.model.ModelSource;
import sluice.app.model.ResolvedModel;
import sluice.catalog.hog.HogModel;
import sluice.catalog.hog.InputSize;
import sluice.catalog.metadata.MetadataReader;
import sluice.config.ReloadEffects;
import sluice.config.settings.ModelConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.model.ModelFormat;
import sluice.core.util.CacheFolder;
import sluice.core.util.FileFailure;
import sluice.core.util.PrivateFolder;
import sluice.openvino.Properties;
import sluice.service.model.ModelOpener;
import sluice.service.model.ModelUse;
import sluice.service.model.OpenModel;

/** Opener of the service's models: resolves, analyses and compiles them. */
final class ServiceModels implements ModelOpener {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceModels.class);

  /** The key of the file of labels, of which the content counts, however its path is written. */
  private static final String LABELS = "labels";

  private final ModelResolver resolver;

  ServiceModels(ModelResolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public boolean needsSource(ModelConfig config) {
    return config.model().equals(HogModel.NAME);
  }

  @Override
  public ModelUse use(ModelConfig config, @Nullable SourceInfo source) {
    ResolvedModel model = resolver.resolve(config.model(), config.precision());
    List<Object> identity = new ArrayList<>();
    switch (model.source()) {
      case ModelSource.BuiltIn _ -> identity.add(inputSize(config, source));
      case ModelSource.File(Path path) -> identity.addAll(version(path));
      case ModelSource.Catalogued named -> identity.addAll(version(named.path()));
    }
    Map<String, Object> settings = ReloadEffects.compiledFrom(config);
    config.labels().ifPresent(labels -> settings.put(LABELS, version(labels)));
    identity.add(settings);
    return new ModelUse(config, source, identity.toString());
  }

  private static InputSize inputSize(ModelConfig config, @Nullable SourceInfo source) {
    if (source == null) {
      throw new SluiceException(
          ErrorCode.INTERNAL, "model " + config.name() + " is made for a source, and none is open");
    }
    return HogModel.inputSize(source.width(), source.height());
  }

  /** Distinguishes versions of a file, with the weights and metadata beside a model. */
  private static List<Object> version(Path file) {
    List<Object> version = new ArrayList<>(List.of(file.toAbsolutePath()));
    ModelFormat.of(file)
        .flatMap(format -> format.weights(file))
        .ifPresent(weights -> version.add(stamp(weights)));
    MetadataReader.beside(file).forEach(beside -> version.add(stamp(beside)));
    version.add(stamp(file));
    return version;
  }

  private static String stamp(Path file) {
    try {
      return Files.size(file) + "@" + Files.getLastModifiedTime(file);
    } catch (IOException notThere) {
      return "absent"; // opening it reports so, at each retry, until it is there
    }
  }

  @Override
  public OpenModel open(ModelUse use) {
    ModelConfig config = use.config();
    ResolvedModel model = resolver.resolve(config.model(), config.precision());
    ConfiguredModel configured = ConfiguredModel.of(config, model);
    JobModels models =
        JobModels.open(configured.with(configured.config().withProperties(properties(config))));
    models.explanation().ifPresent(line -> LOG.info("model {}: {}", config.name(), line));
    try {
      SourceInfo source = use.source();
      return new ServiceModel(
          models, models.suited(source == null ? NO_SOURCE : source), config.prefetch());
    } catch (RuntimeException | Error failure) {
      models.close();
      throw failure;
    }
  }

  /** For models that don't depend on it. */
  private static final SourceInfo NO_SOURCE = new SourceInfo("", 1, 1, 0, -1, false);

  /** Compiled models are kept, so that the service starts quickly the next time. */
  private static Map<String, String> properties(ModelConfig config) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(Properties.CACHE_DIR, cacheDir(config).toString());
    properties.putAll(config.properties());
    return properties;
  }

  /** Compiled models are trusted like code: the folder that Sluice makes is its user's alone. */
  private static Path cacheDir(ModelConfig config) {
    Path folder = config.cacheDir().orElseGet(() -> CacheFolder.of("compiled")).toAbsolutePath();
    try {
      PrivateFolder.create(folder);
      return folder;
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.ENVIRONMENT,
          "the folder for compiled models, %s, can't be made: %s (expected: a folder that this user can write; name one in cache-dir)"
              .formatted(folder, FileFailure.reason(e)),
          e);
    }
  }
}
