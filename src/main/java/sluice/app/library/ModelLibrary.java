package sluice.app.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import sluice.app.model.ModelResolver;
import sluice.app.model.ResolvedModel;
import sluice.core.SluiceException;

/** The model library: models of the catalogue, models on this machine, and downloads. */
public interface ModelLibrary {

  /** What a name or path means, as {@link ModelResolver#resolve} has it. */
  ResolvedModel resolve(String nameOrPath, Optional<String> precision);

  /**
   * The models of the catalogue, in the order of their names.
   *
   * @throws SluiceException of code MODEL when manifests can't be used
   */
  List<ModelRow> list();

  /**
   * Explains a model of the catalogue, or any file that OpenVINO reads.
   *
   * @param nameOrPath as {@code -m} takes it
   * @param precision which of the model's files to look into; FP16 where absent
   * @throws SluiceException when there is no such model, or the file can't be read
   */
  ModelInfo info(String nameOrPath, Optional<String> precision);

  /**
   * Fetches the files of models, one after the other, until one fails.
   *
   * @throws SluiceException of code MODEL when files can't be had, of code OUTPUT when they can't
   *     be kept, of code USAGE when a precision or mirror isn't one
   * @throws InterruptedException when the thread is interrupted; what has come is kept
   */
  void fetch(FetchRequest request, FetchProgress progress) throws InterruptedException;

  /**
   * Reads fetched files again and compares them with their manifests.
   *
   * @param names models to look at; all that are fetched where empty
   * @param folder a folder for models other than the usual ones
   * @throws SluiceException of code MODEL when a named one isn't fetched
   */
  List<CheckedFile> verify(List<String> names, Optional<Path> folder);
}
