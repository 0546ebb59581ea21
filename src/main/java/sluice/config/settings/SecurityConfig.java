package sluice.config.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Security policy for sources: which may be opened.
 *
 * @param schemes kinds of sources that are opened, of {@link SourceAddress#scheme}
 * @param hosts machines that sources may be on
 * @param fileRoots folders whose files may be named through the API, absolute; empty: none. Files
 *     that the configuration names are not bound by it
 */
public record SecurityConfig(Set<String> schemes, HostRules hosts, List<Path> fileRoots) {

  /** Keeps its own copies of the collections. */
  public SecurityConfig {
    schemes = Collections.unmodifiableSet(new LinkedHashSet<>(schemes));
    fileRoots = List.copyOf(fileRoots);
  }

  /**
   * Whether a source that a client of the API names is a file, named by its absolute path, that
   * lies in one of the folders when all links are followed.
   */
  public boolean allowsFile(SourceAddress source) {
    try {
      Path file = Path.of(source.reveal());
      return source.isFile() && file.isAbsolute() && isInRoots(file.toRealPath());
    } catch (InvalidPathException | IOException e) {
      return false;
    }
  }

  private boolean isInRoots(Path file) throws IOException {
    for (Path root : fileRoots) {
      if (Files.isDirectory(root) && file.startsWith(root.toRealPath())) {
        return true;
      }
    }
    return false;
  }
}
