package sluice.catalog;

import java.nio.file.Path;
import java.util.List;
import sluice.core.model.ModelFormat;

/**
 * The files of a model in one precision.
 *
 * @param name for example {@code FP16} or {@code FP16-INT8}
 * @param files at least one; exactly one of them is of a model's format
 */
public record Precision(String name, List<ModelFile> files) {
  /** What is meant where none is named. */
  public static final String DEFAULT = "FP16";

  /** Keeps its own copy of the files. */
  public Precision {
    files = List.copyOf(files);
  }

  /** The file that OpenVINO is given to read; it finds the others beside it. */
  public ModelFile model() {
    return files.stream().filter(file -> isModel(file.name())).findFirst().orElseThrow();
  }

  /** The size of all files together. */
  public long bytes() {
    return files.stream().mapToLong(ModelFile::bytes).sum();
  }

  /** Where these files are below a folder for many models: {@code ROOT/NAME/PRECISION}. */
  public Path folder(Path root, String model) {
    return root.resolve(model).resolve(name);
  }

  /** Whether a file is one that OpenVINO is given to read. */
  static boolean isModel(String file) {
    return ModelFormat.of(file).isPresent();
  }
}
