package sluice.openvino.ffi;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What decides where OpenVINO's library is looked for.
 *
 * @param property value of the system property {@link #PROPERTY}, blank where unset
 * @param variable value of the environment variable {@link #VARIABLE}, blank where unset
 * @param scriptsVariable value of {@link #SCRIPTS_VARIABLE}, blank where unset
 * @param jar the natives on the class path
 * @param folders that are searched for libraries by default
 */
record SearchSettings(
    String property, String variable, String scriptsVariable, Jar jar, List<String> folders) {
  /** The system property that names the folder. */
  static final String PROPERTY = "openvino.home";

  /** The environment variable that names it where the property isn't set. */
  static final String VARIABLE = "OPENVINO_HOME";

  /** The environment variable that the scripts of an unpacked archive set. */
  static final String SCRIPTS_VARIABLE = "INTEL_OPENVINO_DIR";

  /** Where packages of Debian and its kin, a build from source, and Homebrew put libraries. */
  private static final List<String> OF_THE_SYSTEM =
      List.of(
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/local/lib",
          "/opt/homebrew/lib");

  SearchSettings {
    folders = List.copyOf(folders);
  }

  /** Natives on the class path. */
  @FunctionalInterface
  interface Jar {
    /**
     * The folder that they were unpacked into; empty where there are none.
     *
     * @throws IOException when they can't be unpacked
     * @throws NoClassDefFoundError when JavaCPP is not there to do it
     */
    Optional<Path> unpack() throws IOException;
  }

  /** The settings of this process. */
  static SearchSettings ofProcess() {
    boolean windows = File.separatorChar == '\\';
    return new SearchSettings(
        System.getProperty(PROPERTY, ""),
        Objects.requireNonNullElse(System.getenv(VARIABLE), ""),
        Objects.requireNonNullElse(System.getenv(SCRIPTS_VARIABLE), ""),
        BytedecoNatives::unpack,
        Stream.concat(
                Stream.of(
                    System.getProperty("java.library.path", "").split(File.pathSeparator, -1)),
                windows ? Stream.of() : OF_THE_SYSTEM.stream())
            .filter(folder -> !folder.isBlank())
            .distinct()
            .toList());
  }
}
