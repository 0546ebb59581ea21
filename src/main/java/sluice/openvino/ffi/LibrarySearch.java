package sluice.openvino.ffi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds OpenVINO's C library in the folder that the user named, wherever that kind of folder keeps
 * it.
 */
final class LibrarySearch {
  /** The system property that names the folder. */
  static final String PROPERTY = "openvino.home";

  /** The environment variable that names it where the property isn't set. */
  static final String VARIABLE = "OPENVINO_HOME";

  /**
   * Where libraries lie below the folder that was named: the folder of the libraries itself, a
   * wheel's {@code openvino} folder or the one above it, and an unpacked archive on Linux, macOS
   * and Windows.
   */
  private static final List<String> PLACES =
      List.of(
          "",
          "libs",
          "openvino/libs",
          "runtime/lib/intel64",
          "runtime/lib/aarch64",
          "runtime/lib/arm64",
          "runtime/lib/arm64/Release",
          "runtime/bin/intel64/Release");

  private static final String ADVICE =
      "; set -D"
          + PROPERTY
          + "=DIR or "
          + VARIABLE
          + " to an OpenVINO "
          + VersionGate.OLDEST
          + " or newer: the folder of its libraries, an unpacked archive, or a wheel's openvino"
          + " folder";

  private final LibraryNaming naming;

  LibrarySearch(LibraryNaming naming) {
    this.naming = naming;
  }

  /**
   * The newest library of the first place that has one. The property decides alone where it is set.
   *
   * @param property value of the system property, null or blank where unset
   * @param variable value of the environment variable, null or blank where unset
   * @return the absolute path
   * @throws LibraryException when there is none; it names every place that was looked in
   */
  Path find(@Nullable String property, @Nullable String variable) {
    if (property != null && !property.isBlank()) {
      return findBelow("-D" + PROPERTY + "=", property);
    }
    if (variable != null && !variable.isBlank()) {
      return findBelow(VARIABLE + "=", variable);
    }
    throw new LibraryException(
        "OpenVINO's library was not found: neither -D"
            + PROPERTY
            + " nor "
            + VARIABLE
            + " is set"
            + ADVICE);
  }

  private Path findBelow(String setting, String folder) {
    List<String> looked = new ArrayList<>();
    Path home = toPath(setting, folder);
    for (String place : PLACES) {
      Path directory = home.resolve(place);
      looked.add(directory.toString());
      Optional<Path> found = newestIn(directory);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new LibraryException(
        "OpenVINO's library "
            + naming.glob()
            + " was not found below "
            + setting
            + folder
            + ", looked in: "
            + String.join(", ", looked)
            + ADVICE);
  }

  private static Path toPath(String setting, String folder) {
    try {
      return Path.of(folder).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new LibraryException("not a path: " + setting + folder + ADVICE, e);
    }
  }

  private Optional<Path> newestIn(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names = files.filter(Files::isRegularFile).map(LibrarySearch::fileName).toList();
      return naming.newest(names).map(directory::resolve);
    } catch (IOException e) {
      throw new LibraryException(
          "can't read the folder " + directory + ": " + e.getMessage() + ADVICE, e);
    }
  }

  private static String fileName(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
