package sluice.app.model;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sluice.app.ModelFamilies;
import sluice.catalog.Catalog;
import sluice.catalog.Manifest;
import sluice.catalog.Precision;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.CacheFolder;

/**
 * Paths of manifests and of model files.
 *
 * @param distribution the folder {@code models} of the installation
 * @param user a folder that the user names for manifests and files of his own
 * @param cache where fetched files go
 */
public record ModelPaths(Path distribution, Optional<Path> user, Path cache) {
  /** The environment variable that names the user's folder. */
  static final String VARIABLE = "SLUICE_MODELS";

  /** The installation's folder, as the launcher sets it; the working folder without a launcher. */
  private static final String HOME_PROPERTY = "sluice.home";

  /**
   * The places of this installation and user.
   *
   * @throws SluiceException of code ENVIRONMENT when the user's folder isn't one
   */
  public static ModelPaths ofInstallation() {
    return of(System.getProperty(HOME_PROPERTY, ""), System.getenv(), CacheFolder.of("models"));
  }

  static ModelPaths of(String home, Map<String, String> environment, Path cache) {
    return new ModelPaths(Path.of(home).resolve("models"), user(environment), cache);
  }

  private static Optional<Path> user(Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (named.isBlank()) {
      return Optional.empty();
    }
    try {
      Path folder = Path.of(named);
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    } catch (InvalidPathException e) {
      // Refused below, as a folder that isn't there is.
    }
    throw new SluiceException(
        ErrorCode.ENVIRONMENT, VARIABLE + ": " + named + " (expected: a folder that exists)");
  }

  /** All manifests. */
  public Catalog catalog() {
    return Catalog.of(
        Stream.concat(Stream.of(distribution), user.stream()).toList(), ModelFamilies::facts);
  }

  /** Folders in which the files of models are, as {@code NAME/PRECISION/FILE}. */
  public List<Path> roots() {
    return Stream.concat(user.stream(), Stream.of(distribution, cache)).toList();
  }

  /** The folder in which a model's files in a precision are; empty while they aren't fetched. */
  public Optional<Path> fetched(Manifest manifest, Precision precision) {
    return roots().stream()
        .map(root -> precision.folder(root, manifest.name()))
        .filter(folder -> Files.isRegularFile(precision.model().in(folder)))
        .findFirst();
  }
}
