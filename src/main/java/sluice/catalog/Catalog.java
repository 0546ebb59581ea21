package sluice.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.ModelFamily;
import sluice.core.util.EditDistance;

/**
 * Catalogue of models, by their manifests. A manifest's file is called as its model, {@code
 * NAME.conf}, so that one can be found without reading the others. Unchanging; any thread may use
 * it.
 */
public final class Catalog {
  private final List<Path> folders;
  private final Map<String, Path> files;
  private final Supplier<List<ModelFamily>> families;

  private Catalog(
      List<Path> folders, Map<String, Path> files, Supplier<List<ModelFamily>> families) {
    this.folders = folders;
    this.files = files;
    this.families = families;
  }

  /**
   * Looks for manifests in folders. Folders that don't exist hold none.
   *
   * @param families gives those that a manifest may name, at least one; asked when one is read
   * @throws SluiceException of code MODEL when two folders hold manifests of the same name, or one
   *     can't be read
   */
  public static Catalog of(List<Path> folders, Supplier<List<ModelFamily>> families) {
    Map<String, Path> files = new TreeMap<>();
    for (Path folder : folders) {
      for (Path file : manifests(folder)) {
        String name = String.valueOf(file.getFileName());
        name = name.substring(0, name.length() - ManifestReader.SUFFIX.length());
        Path other = files.putIfAbsent(name, file);
        if (other != null) {
          throw new SluiceException(
              ErrorCode.MODEL,
              "two manifests of the name %s: %s and %s (expected: one); rename or remove one"
                  .formatted(name, other, file));
        }
      }
    }
    return new Catalog(List.copyOf(folders), files, families);
  }

  private static List<Path> manifests(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(file -> file.toString().endsWith(ManifestReader.SUFFIX))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.MODEL, "the folder of manifests " + folder + " can't be read", e);
    }
  }

  /** The names of all models, in order. */
  public List<String> names() {
    return List.copyOf(files.keySet());
  }

  /** Whether there is a manifest of that name. */
  public boolean has(String name) {
    return files.containsKey(name);
  }

  /**
   * Reads the manifest of a model.
   *
   * @throws SluiceException of code MODEL when there is none, or when it can't be used
   */
  public Manifest get(String name) {
    Path file = files.get(name);
    if (file == null) {
      String near = EditDistance.nearest(name, names()).map(it -> "; nearest: " + it).orElse("");
      throw new SluiceException(
          ErrorCode.MODEL,
          "model %s: there is no manifest of that name in %s (expected: a name that 'sluice models list' shows%s)"
              .formatted(name, folders, near));
    }
    return ManifestReader.read(file, families.get());
  }

  /**
   * Reads all manifests, in the order of their names.
   *
   * @throws SluiceException of code MODEL when some can't be used; it names what is wrong with each
   *     of them
   */
  public List<Manifest> all() {
    List<Manifest> manifests = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (Path file : files.values()) {
      try {
        manifests.add(ManifestReader.read(file, families.get()));
      } catch (SluiceException e) {
        failures.add(e.getMessage());
      }
    }
    if (!failures.isEmpty()) {
      throw new SluiceException(ErrorCode.MODEL, String.join("; ", failures));
    }
    return manifests;
  }
}
