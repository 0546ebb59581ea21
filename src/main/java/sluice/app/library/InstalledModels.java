package sluice.app.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import sluice.app.library.ModelRow.PrecisionRow;
import sluice.app.model.ModelPaths;
import sluice.app.model.ModelResolver;
import sluice.app.model.ModelSource;
import sluice.app.model.ResolvedModel;
import sluice.catalog.Catalog;
import sluice.catalog.Manifest;
import sluice.catalog.ModelFile;
import sluice.catalog.Precision;
import sluice.catalog.fetch.FetchSettings;
import sluice.catalog.fetch.Fetcher;
import sluice.catalog.fetch.Mirror;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.ModelOverrides;
import sluice.core.util.FileNames;

/** The model library of an installation: catalogue and model files on this machine. */
public final class InstalledModels implements ModelLibrary {
  private final Supplier<ModelPaths> places;

  /** The models of this installation and user. */
  public InstalledModels() {
    this(ModelPaths::ofInstallation);
  }

  public InstalledModels(Supplier<ModelPaths> places) {
    this.places = places;
  }

  @Override
  public ResolvedModel resolve(String nameOrPath, Optional<String> precision) {
    return new ModelResolver(places).resolve(nameOrPath, precision);
  }

  @Override
  public List<ModelRow> list() {
    ModelPaths here = places.get();
    return here.catalog().all().stream().map(manifest -> row(here, manifest)).toList();
  }

  private static ModelRow row(ModelPaths here, Manifest manifest) {
    List<PrecisionRow> precisions =
        manifest.precisions().stream()
            .map(each -> new PrecisionRow(each.name(), each.bytes(), here.fetched(manifest, each)))
            .toList();
    return new ModelRow(
        manifest.name(),
        manifest.description(),
        manifest.task().name().toLowerCase(Locale.ROOT),
        manifest.license(),
        manifest.builtIn().isPresent(),
        precisions);
  }

  @Override
  public ModelInfo info(String nameOrPath, Optional<String> precision) {
    if (!ModelResolver.isPath(nameOrPath)) {
      ModelPaths here = places.get();
      Catalog catalog = here.catalog();
      if (catalog.has(nameOrPath) || !FileNames.exists(nameOrPath)) {
        return ManifestInfo.of(here, catalog.get(nameOrPath), precision);
      }
    }
    return resolve(nameOrPath, precision).source() instanceof ModelSource.File(Path file)
        ? new ModelInfo(ModelInspector.inspect(file, ModelOverrides.NONE))
        : new ModelInfo(List.of());
  }

  @Override
  public void fetch(FetchRequest request, FetchProgress progress) throws InterruptedException {
    ModelPaths here = places.get();
    Catalog catalog = here.catalog();
    record Wanted(Manifest manifest, Precision precision) {}
    List<Wanted> wanted = new ArrayList<>();
    for (String name : request.names()) {
      Manifest manifest = catalog.get(name);
      requireFiles(manifest);
      for (Optional<String> precision : precisions(request)) {
        wanted.add(new Wanted(manifest, manifest.precision(precision)));
      }
    }
    FetchSettings settings =
        FetchSettings.of(
            request.folder().orElse(here.cache()),
            request.mirror().map(Mirror::of),
            request.attempts());
    try (Fetcher fetcher = new Fetcher(settings, progress, System.getenv())) {
      for (Wanted each : wanted) {
        Fetcher.Outcome outcome = fetcher.fetch(each.manifest(), each.precision());
        progress.finished(fetched(each.manifest(), each.precision(), outcome));
      }
    }
  }

  private static void requireFiles(Manifest manifest) {
    if (manifest.builtIn().isPresent()) {
      throw new SluiceException(
          ErrorCode.USAGE,
          manifest.name() + " is built in (expected: a model with files to be fetched)");
    }
  }

  private static List<Optional<String>> precisions(FetchRequest request) {
    return request.precisions().isEmpty()
        ? List.of(Optional.empty())
        : request.precisions().stream().map(Optional::of).toList();
  }

  private static FetchedModel fetched(
      Manifest manifest, Precision precision, Fetcher.Outcome outcome) {
    return new FetchedModel(
        manifest.name(),
        precision.name(),
        outcome.folder(),
        outcome.fetched(),
        outcome.kept(),
        precision.bytes());
  }

  @Override
  public List<CheckedFile> verify(List<String> names, Optional<Path> folder) {
    ModelPaths here = places.get();
    Catalog catalog = here.catalog();
    List<Path> roots = folder.map(List::of).orElseGet(here::roots);
    List<CheckedFile> checked = new ArrayList<>();
    for (String name : names.isEmpty() ? catalog.names() : names) {
      Manifest manifest = catalog.get(name);
      int before = checked.size();
      for (Path root : roots) {
        manifest.precisions().forEach(precision -> check(manifest, precision, root, checked));
      }
      if (checked.size() == before && !names.isEmpty()) {
        throw new SluiceException(
            ErrorCode.MODEL,
            "model %s: nothing of it is in %s (expected: fetched files); run 'sluice models fetch %s'"
                .formatted(name, roots, name));
      }
    }
    return checked;
  }

  /** Looks at a model's files where at least one of them is there. */
  private static void check(
      Manifest manifest, Precision precision, Path root, List<CheckedFile> checked) {
    Path folder = precision.folder(root, manifest.name());
    if (precision.files().stream().noneMatch(file -> Files.exists(file.in(folder)))) {
      return;
    }
    for (ModelFile file : precision.files()) {
      boolean right = false;
      String words;
      try {
        ModelFile.State state = file.check(folder);
        right = state == ModelFile.State.RIGHT;
        words = state.wireName();
      } catch (IOException e) {
        words = "can't be read";
      }
      checked.add(
          new CheckedFile(manifest.name(), precision.name(), file.in(folder), right, words));
    }
  }
}
