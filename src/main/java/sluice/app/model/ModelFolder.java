package sluice.app.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.ModelFormat;

/**
 * A folder that a tool exported a model into, as {@code yolo11n_openvino_model}, or a SavedModel of
 * TensorFlow.
 */
final class ModelFolder {
  private ModelFolder() {}

  /**
   * The model's file in a folder.
   *
   * @throws SluiceException of code MODEL when there is none, or more than one
   */
  static Path model(Path folder) {
    Path saved = folder.resolve(ModelFormat.SAVED_MODEL);
    if (Files.isRegularFile(saved)) {
      return saved;
    }
    List<Path> models;
    try (Stream<Path> files = Files.list(folder)) {
      models =
          files
              .filter(file -> ModelFormat.of(file).isPresent() && Files.isRegularFile(file))
              .sorted()
              .toList();
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.MODEL, "model " + folder + ": the folder can't be read; let this user read it");
    }
    if (models.size() == 1) {
      return models.getFirst();
    }
    String seen =
        models.stream()
            .map(file -> String.valueOf(file.getFileName()))
            .collect(Collectors.joining(", "));
    throw new SluiceException(
        ErrorCode.MODEL,
        "model %s is a folder with %s (expected: one model in it, a file that ends in one of %s); name a model's file"
            .formatted(
                folder,
                models.isEmpty() ? "no model" : models.size() + " models, " + seen,
                String.join(", ", ModelFormat.endings())));
  }
}
