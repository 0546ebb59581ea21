package sluice.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.catalog.Labels;
import sluice.catalog.hog.HogModel;
import sluice.catalog.hog.InputSize;
import sluice.config.ModelConfig;
import sluice.core.CacheFolder;
import sluice.core.ErrorCode;
import sluice.core.FileFailure;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.openvino.Properties;
import sluice.service.ModelOpener;
import sluice.service.ModelUse;
import sluice.service.OpenModel;

/** Makes the service's models ready with OpenVINO. Thread-safe. */
final class ServiceModels implements ModelOpener {
  private final ModelResolver resolver = ModelResolver.ofInstallation();

  @Override
  public boolean needsSource(ModelConfig config) {
    return config.model().equals(ModelSource.BuiltIn.NAME);
  }

  @Override
  public ModelUse use(ModelConfig config, @Nullable SourceInfo source) {
    ResolvedModel model = resolver.resolve(config.model(), config.precision());
    String what =
        switch (model.source()) {
          case ModelSource.BuiltIn _ -> config.model() + " " + size(config, source);
          case ModelSource.File(Path path) -> version(path);
          case ModelSource.Catalogued fetched -> fetched.name() + " " + version(fetched.path());
        };
    String how =
        String.join(
            " ",
            config.device(),
            config.hint().toString(),
            config.requests().toString(),
            config.streams().toString(),
            config.threads().toString(),
            config.properties().toString(),
            config.cacheDir().toString(),
            config.labels().map(ServiceModels::version).orElse(""));
    return new ModelUse(config, source, what + " | " + how);
  }

  @Override
  public OpenModel open(ModelUse use) {
    ModelConfig config = use.config();
    ResolvedModel model = resolver.resolve(config.model(), config.precision());
    ModelSettings settings = settings(config, model);
    ModelHandle handle =
        switch (model.source()) {
          case ModelSource.BuiltIn _ -> builtIn(settings, size(config, use.source()));
          case ModelSource.File(Path path) -> ModelHandle.open(settings, path);
          case ModelSource.Catalogued fetched -> ModelHandle.open(settings, fetched);
        };
    return new ServiceModel(handle, settings);
  }

  private static ModelHandle builtIn(ModelSettings settings, InputSize size) {
    Path file = HogModel.write(CacheFolder.of("built-in"), size.width(), size.height());
    return ModelHandle.open(
        settings,
        file,
        settings.labels().map(Labels::read).orElseGet(() -> Labels.of(HogModel.LABELS)));
  }

  private static ModelSettings settings(ModelConfig config, ResolvedModel model) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(Properties.CACHE_DIR, cacheDir(config).toString());
    properties.putAll(config.properties());
    return new ModelSettings(
        model.source(),
        config.labels(),
        model.threshold(),
        model.resize(),
        config.device(),
        ModelSettings.Hint.valueOf(config.hint().name()),
        config.requests(),
        config.streams(),
        config.threads(),
        ModelSettings.DEFAULT_PREFETCH,
        properties);
  }

  /** Compiled models are trusted like code: the folder that Sluice makes is its user's alone. */
  private static Path cacheDir(ModelConfig config) {
    Optional<Path> named = config.cacheDir();
    Path folder = named.orElseGet(() -> CacheFolder.of("compiled"));
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
      }
      return folder.toAbsolutePath();
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.ENVIRONMENT,
          "the folder for compiled models, %s, can't be made: %s (expected: a folder that this user can write; name one in cache-dir)"
              .formatted(folder, FileFailure.reason(e)),
          e);
    }
  }

  private static InputSize size(ModelConfig config, @Nullable SourceInfo source) {
    if (source == null) {
      throw new IllegalArgumentException("model " + config.name() + " is made for its source");
    }
    return HogModel.inputSize(source.width(), source.height());
  }

  /** Tells a file from what lay there before. */
  private static String version(Path file) {
    try {
      return "%s %d %s".formatted(file, Files.size(file), Files.getLastModifiedTime(file));
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.MODEL,
          "%s can't be read: %s (expected: a model's file)".formatted(file, FileFailure.reason(e)),
          e);
    }
  }
}
