package sluice.catalog.recognition;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sluice.catalog.metadata.FileMetadata;
import sluice.core.PixelSize;

/**
 * The check of metadata in a file beside a model, as Ultralytics' exporters write them, against
 * what is known of the model itself: such a file may have been left by another model.
 */
final class BesideMetadata {
  private final ModelApiMetadata own;
  private final FileMetadata.Beside file;
  private final UltralyticsMetadata written;

  private BesideMetadata(Map<String, String> own, FileMetadata.Beside file) {
    this.own = new ModelApiMetadata(own);
    this.file = file;
    this.written = new UltralyticsMetadata(file.values());
  }

  /**
   * What speaks against it.
   *
   * @param own metadata in the model's own file
   * @param file the file beside it
   * @param fixed the size of the model's picture where the model fixes it
   * @return name and reason, as {@code metadata.yaml, whose …}; absent where nothing does
   */
  static Optional<String> contradiction(
      Map<String, String> own, FileMetadata.Beside file, Optional<PixelSize> fixed) {
    return new BesideMetadata(own, file).contradiction(fixed);
  }

  private Optional<String> contradiction(Optional<PixelSize> fixed) {
    if (!written.isThere()) {
      return because("which has no names with stride");
    }
    Optional<PixelSize> size = written.imageSize();
    if (fixed.isPresent() && size.isPresent() && !size.equals(fixed)) {
      return because("whose imgsz " + size.get() + " is not the model's " + fixed.get());
    }
    List<String> named = plain(own.labels());
    List<String> names = plain(written.labels());
    if (!named.isEmpty() && !names.isEmpty() && !names.contains("") && !named.equals(names)) {
      return because(
          "whose %d names are not the model's own %d labels".formatted(names.size(), named.size()));
    }
    Optional<String> type = own.type().filter(word -> !isOfUltralytics(word));
    if (type.isPresent()) {
      return because("as the model's own model_type is " + type.get());
    }
    Optional<String> task = own.task().filter(word -> !written.task().orElse(word).equals(word));
    return task.flatMap(word -> because("as the model's own task is " + word));
  }

  private Optional<String> because(String reason) {
    return Optional.of(file.name() + ", " + reason);
  }

  /** Blanks and underlines are one: Model API's labels have no blanks. */
  private static List<String> plain(List<String> labels) {
    return labels.stream().map(label -> label.strip().replaceAll("[\\s_]+", " ")).toList();
  }

  private static boolean isOfUltralytics(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.startsWith("yolo") || lower.replaceAll("[-_]", "").equals("rtdetr");
  }
}
