package sluice.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sluice.app.library.CheckedFile;
import sluice.app.library.FetchProgress;
import sluice.app.library.FetchRequest;
import sluice.app.library.FetchedModel;
import sluice.app.library.ModelInfo;
import sluice.app.library.ModelLibrary;
import sluice.app.library.ModelRow;
import sluice.app.model.ModelSource;
import sluice.app.model.ResolvedModel;
import sluice.core.model.ModelOverrides;
import sluice.core.model.Resize;

/**
 * Fake model library with answers given by a test; a name of the catalogue is one without a dot.
 */
public final class FakeModels implements ModelLibrary {
  private static final ModelOverrides KNOWN =
      ModelOverrides.NONE.resize(Resize.LETTERBOX).threshold(0.25);

  public List<ModelRow> rows = List.of();
  public ModelInfo info = new ModelInfo(List.of());
  public List<CheckedFile> files = List.of();
  public Optional<FetchRequest> asked = Optional.empty();
  public boolean interrupted;

  @Override
  public ResolvedModel resolve(String nameOrPath, Optional<String> precision) {
    if (nameOrPath.equals("built-in")) {
      return new ResolvedModel(new ModelSource.BuiltIn(Optional.empty()), KNOWN.threshold(0.7f));
    }
    String path =
        nameOrPath.contains(".") ? nameOrPath : nameOrPath + precision.orElse("") + ".xml";
    boolean known = !nameOrPath.contains(".");
    return new ResolvedModel(
        new ModelSource.File(Path.of(path)), known ? KNOWN : ModelOverrides.NONE);
  }

  @Override
  public List<ModelRow> list() {
    return rows;
  }

  @Override
  public ModelInfo info(String nameOrPath, Optional<String> precision) {
    return info;
  }

  @Override
  public void fetch(FetchRequest request, FetchProgress progress) throws InterruptedException {
    asked = Optional.of(request);
    progress.waiting("m/FP16");
    progress.started("m/FP16/m.bin", 2_000_000, 1_000_000);
    progress.retrying("answers 503", Duration.ofMillis(1500));
    progress.progressed(2_000_000);
    if (interrupted) {
      throw new InterruptedException();
    }
    progress.finished(new FetchedModel("m", "FP16", Path.of("cache/m/FP16"), 1, 1, 2_100_000));
    progress.finished(new FetchedModel("n", "FP16", Path.of("cache/n/FP16"), 0, 2, 2_100_000));
  }

  @Override
  public List<CheckedFile> verify(List<String> names, Optional<Path> folder) {
    return files;
  }
}
