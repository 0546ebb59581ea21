package sluice.openvino.ffi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds OpenVINO's C library: in the folder that the user named, or else in the places where it
 * usually is. Good for one search; it remembers where it looked.
 */
final class LibrarySearch {
  /**
   * Where libraries lie below a folder that was named: the folder of the libraries itself, a
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

  /** What to do where there is no library, or none that can be used. */
  static final String HOW_TO_GET_IT =
      "get it with: pip install --target DIR openvino=="
          + VersionGate.TESTED
          + ", and set -D"
          + SearchSettings.PROPERTY
          + "=DIR or "
          + SearchSettings.VARIABLE
          + "=DIR (DIR may also be an unpacked archive or a folder of its libraries, "
          + VersionGate.OLDEST
          + " or newer)";

  private final LibraryNaming naming;
  private final SearchSettings settings;
  private final List<String> looked = new ArrayList<>();

  LibrarySearch(LibraryNaming naming, SearchSettings settings) {
    this.naming = naming;
    this.settings = settings;
  }

  /**
   * The newest library of the first place that has one. The property decides alone where it is set,
   * and the variable where only that is.
   *
   * @return the absolute path
   * @throws LibraryException when there is none; it names every place that was looked in
   */
  Path find() {
    Optional<Path> found;
    if (!settings.property().isBlank()) {
      found = below("-D" + SearchSettings.PROPERTY + "=", settings.property());
    } else if (!settings.variable().isBlank()) {
      found = below(SearchSettings.VARIABLE + "=", settings.variable());
    } else {
      looked.add("-D" + SearchSettings.PROPERTY + " (not set)");
      looked.add(SearchSettings.VARIABLE + " (not set)");
      found = inScriptsFolder().or(this::inJar).or(this::inUsualFolders);
    }
    return found.orElseThrow(
        () ->
            new LibraryException(
                "OpenVINO's library "
                    + naming.glob()
                    + " was not found; looked in: "
                    + String.join(", ", looked)
                    + "; "
                    + HOW_TO_GET_IT));
  }

  private Optional<Path> inScriptsFolder() {
    if (settings.scriptsVariable().isBlank()) {
      looked.add(SearchSettings.SCRIPTS_VARIABLE + " (not set)");
      return Optional.empty();
    }
    return below(SearchSettings.SCRIPTS_VARIABLE + "=", settings.scriptsVariable());
  }

  private Optional<Path> inJar() {
    String jar = "org.bytedeco:openvino on the class path";
    try {
      Optional<Path> unpacked = settings.jar().unpack();
      if (unpacked.isEmpty()) {
        looked.add(jar + " (no natives of this platform)");
        return Optional.empty();
      }
      return below(jar + ", unpacked to ", unpacked.get().toString());
    } catch (LinkageError e) {
      looked.add(jar + " (JavaCPP is not there)");
    } catch (IOException e) {
      looked.add(jar + " (can't be unpacked: " + e.getMessage() + ")");
    }
    return Optional.empty();
  }

  private Optional<Path> inUsualFolders() {
    for (String folder : settings.folders()) {
      Optional<Path> found = newestIn(toPath("", folder));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Path> below(String setting, String folder) {
    Path home = toPath(setting, folder);
    looked.add(setting + folder);
    for (String place : PLACES) {
      Optional<Path> found = newestIn(home.resolve(place));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Path toPath(String setting, String folder) {
    try {
      return Path.of(folder).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new LibraryException("not a path: " + setting + folder + "; " + HOW_TO_GET_IT, e);
    }
  }

  private Optional<Path> newestIn(Path directory) {
    looked.add(directory.toString());
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names = files.filter(Files::isRegularFile).map(LibrarySearch::fileName).toList();
      return naming.newest(names).map(directory::resolve);
    } catch (IOException e) {
      throw new LibraryException(
          "can't read the folder " + directory + ": " + e.getMessage() + "; " + HOW_TO_GET_IT, e);
    }
  }

  private static String fileName(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
