package sluice.catalog.metadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sluice.catalog.metadata.FileMetadata.Beside;
import sluice.core.model.ModelFormat;

/**
 * The files that exporters write beside a model: {@code NAME.yaml} of YOLOv5's own, which belongs
 * to the model of that name, and {@code metadata.yaml} of Ultralytics' package, which is in a
 * folder for one model. Where several models are in the folder, it is of the one that folder or
 * description name, else of none.
 */
final class BesideFiles {
  private static final String FOR_FOLDER = "metadata.yaml";
  private static final String ENDING = ".yaml";

  /** What Ultralytics' tools call an exported model's folder: {@code yolo11n_openvino_model}. */
  private static final String FOLDER_ENDING = "_openvino_model";

  /** Formats whose files have a place for an exporter's metadata inside. */
  private static final Set<ModelFormat> OWN =
      EnumSet.of(ModelFormat.ONNX, ModelFormat.TENSORFLOW_LITE);

  private final Path folder;
  private final String name;
  private final String stem;
  private final List<String> unused = new ArrayList<>();

  private BesideFiles(Path file, ModelFormat format) {
    this.folder = file.toAbsolutePath().resolveSibling("");
    this.name = String.valueOf(file.getFileName());
    this.stem = format.stem(name);
  }

  /** Where such files may be; a model that has its metadata in itself has none. */
  static List<Path> candidates(Path file) {
    return format(file)
        .map(
            format ->
                List.of(
                    file.resolveSibling(format.stem(String.valueOf(file.getFileName())) + ENDING),
                    file.resolveSibling(FOR_FOLDER)))
        .orElse(List.of());
  }

  private static Optional<ModelFormat> format(Path file) {
    return ModelFormat.of(file).filter(format -> !OWN.contains(format));
  }

  /** What there is beside a model, with its own metadata. */
  static FileMetadata join(Path file, Map<String, String> own) {
    Optional<ModelFormat> format = format(file);
    if (format.isEmpty()) {
      return FileMetadata.of(own);
    }
    BesideFiles files = new BesideFiles(file, format.get());
    Optional<Beside> chosen = files.ofName();
    if (chosen.isEmpty()) {
      chosen = files.ofFolder();
    } else if (Files.isRegularFile(files.folder.resolve(FOR_FOLDER))) {
      files.unused.add(FOR_FOLDER + ", as there is " + chosen.get().name());
    }
    return new FileMetadata(own, chosen, files.unused);
  }

  /** A file of that name may be anything; YOLOv5's exporter writes these two. */
  private Optional<Beside> ofName() {
    return read(stem + ENDING)
        .filter(
            file ->
                file.values().containsKey("stride")
                    && file.values().keySet().stream().anyMatch(key -> key.startsWith("names")));
  }

  private Optional<Beside> ofFolder() {
    Optional<Beside> found = read(FOR_FOLDER);
    if (found.isEmpty() || isAlone() || isNamed(found.get())) {
      return found;
    }
    unused.add(FOR_FOLDER + ", which doesn't say of which of the models in its folder it is");
    return Optional.empty();
  }

  private Optional<Beside> read(String beside) {
    Path file = folder.resolve(beside);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Beside(beside, YamlMetadata.read(file)));
    } catch (IOException e) {
      unused.add(beside + ", which can't be read");
      return Optional.empty();
    }
  }

  private boolean isAlone() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> format(file).isPresent())
          .map(file -> String.valueOf(file.getFileName()))
          .allMatch(name::equals);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Whether folder or description name this model: {@code yolo11n_openvino_model}, {@code
   * yolo11n_int8_openvino_model}, {@code Ultralytics YOLO11n model trained on coco.yaml}.
   */
  private boolean isNamed(Beside beside) {
    String model = stem.toLowerCase(Locale.ROOT);
    String place = String.valueOf(folder.getFileName()).toLowerCase(Locale.ROOT);
    String description = beside.values().getOrDefault("description", "").toLowerCase(Locale.ROOT);
    return place.equals(model + FOLDER_ENDING)
        || place.equals(model + "_int8" + FOLDER_ENDING)
        || description.startsWith("ultralytics " + model + " ");
  }
}
