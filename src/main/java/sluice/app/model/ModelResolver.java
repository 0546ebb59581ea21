package sluice.app.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import sluice.catalog.Catalog;
import sluice.catalog.Labels;
import sluice.catalog.Manifest;
import sluice.catalog.ModelFile;
import sluice.catalog.Precision;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.ModelFormat;
import sluice.core.model.ModelOverrides;
import sluice.core.util.FileNames;

/**
 * Resolver of model references: a name of the catalogue, the path of a file, or that of the folder
 * that one model is in. What has a folder in front or ends as models' files do is a path; of
 * anything else, a name of the catalogue wins over a file.
 */
public final class ModelResolver {
  private static final List<Float> ONE = List.of(1f, 1f, 1f);

  private final Supplier<ModelPaths> places;

  /** A resolver that looks in places that are only asked for when they are needed. */
  public ModelResolver(Supplier<ModelPaths> places) {
    this.places = places;
  }

  /** A resolver for this installation and user. */
  public static ModelResolver ofInstallation() {
    return new ModelResolver(ModelPaths::ofInstallation);
  }

  /**
   * The model that is meant. A model of the catalogue comes only when all of its files are there
   * and have the manifest's sums; a file's path is taken as it is.
   *
   * @param nameOrPath as the user gave it
   * @param precision which of the model's precisions; FP16 where absent
   * @throws SluiceException of code MODEL when there is no such model, or its files are not fetched
   *     or not right; of code USAGE when it hasn't that precision
   */
  public ResolvedModel resolve(String nameOrPath, Optional<String> precision) {
    if (isPath(nameOrPath)) {
      return file(nameOrPath, precision);
    }
    ModelPaths here = places.get();
    Catalog catalog = here.catalog();
    if (!catalog.has(nameOrPath) && !nameOrPath.isBlank() && FileNames.exists(nameOrPath)) {
      return file(nameOrPath, precision);
    }
    Manifest manifest = catalog.get(nameOrPath);
    if (manifest.builtIn().isPresent()) {
      precision.ifPresent(_ -> manifest.precision(precision));
      return new ResolvedModel(new ModelSource.BuiltIn(Optional.empty()), overrides(manifest));
    }
    return catalogued(here, manifest, precision);
  }

  /** Whether a text can only be a path. */
  public static boolean isPath(String text) {
    return text.contains("/") || text.contains("\\") || ModelFormat.of(text).isPresent();
  }

  private static ResolvedModel file(String path, Optional<String> precision) {
    if (precision.isPresent()) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "precision: %s (expected: none for the file %s; a name of the catalogue has precisions)"
              .formatted(precision.get(), path));
    }
    try {
      Path named = Path.of(path);
      Path file = Files.isDirectory(named) ? ModelFolder.model(named) : named;
      return new ResolvedModel(new ModelSource.File(file), ModelOverrides.NONE);
    } catch (InvalidPathException e) {
      throw new SluiceException(
          ErrorCode.USAGE, "-m: " + path + " (expected: the name of a file)", e);
    }
  }

  private static ResolvedModel catalogued(
      ModelPaths here, Manifest manifest, Optional<String> wanted) {
    Precision precision = manifest.precision(wanted);
    Path folder =
        here.fetched(manifest, precision).orElseThrow(() -> missing(here, manifest, precision));
    requireRight(manifest, precision, folder);
    ModelSource source =
        new ModelSource.Catalogued(
            manifest.name() + " " + precision.name(),
            precision.model().in(folder),
            Labels.of(manifest.labels()));
    return new ResolvedModel(source, overrides(manifest));
  }

  /** A manifest leaves nothing to be guessed: no mean means none. */
  public static ModelOverrides overrides(Manifest manifest) {
    Manifest.Input input = manifest.input();
    return ModelOverrides.NONE
        .family(manifest.family())
        .resize(input.resize())
        .channels(input.channels())
        .normalised(input.mean(), input.scale().isEmpty() ? ONE : input.scale())
        .threshold(manifest.threshold())
        .heads(manifest.heads());
  }

  /** Files that are not what the manifest says never reach OpenVINO. */
  private static void requireRight(Manifest manifest, Precision precision, Path folder) {
    for (ModelFile file : precision.files()) {
      ModelFile.State state;
      try {
        state = file.check(folder);
      } catch (IOException e) {
        throw new SluiceException(ErrorCode.MODEL, file.in(folder) + " can't be read", e);
      }
      if (state != ModelFile.State.RIGHT) {
        throw new SluiceException(
            ErrorCode.MODEL,
            "model %s: %s: %s (expected: %d bytes with %s); run '%s'"
                .formatted(
                    manifest.name(),
                    file.in(folder),
                    state.wireName(),
                    file.bytes(),
                    file.checksum(),
                    fetch(manifest, precision)));
      }
    }
  }

  private static SluiceException missing(ModelPaths here, Manifest manifest, Precision precision) {
    List<Precision> others =
        manifest.precisions().stream()
            .filter(other -> here.fetched(manifest, other).isPresent())
            .toList();
    String instead =
        others.stream().map(Precision::name).collect(Collectors.joining(" or --precision "));
    return new SluiceException(
        ErrorCode.MODEL,
        "model %s: its %s files are not fetched yet (expected: them in one of %s); run '%s'%s"
            .formatted(
                manifest.name(),
                precision.name(),
                here.roots(),
                fetch(manifest, precision),
                instead.isEmpty() ? "" : ", or use --precision " + instead));
  }

  private static String fetch(Manifest manifest, Precision precision) {
    return "sluice models fetch " + manifest.name() + " --precision " + precision.name();
  }
}
