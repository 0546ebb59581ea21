package sluice.config.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sluice.core.source.SourceAddress;

/**
 * Security policy: which sources may be opened, and where webhooks may lead.
 *
 * @param schemes kinds of sources that are opened, of {@link SourceAddress#scheme}
 * @param hosts machines that sources may be on
 * @param fileRoots folders whose files may be named through the API, absolute; empty: none. Files
 *     that the configuration names are not bound by it
 * @param sinkHosts machines that webhooks may be on
 * @param caFile PEM file of certificates whose authorities are trusted beside the system's, for
 *     sources that are reached by TLS
 * @param isolation which sources are decoded in processes of their own
 * @param isolationRequired whether such a source is refused where the box around its process would
 *     not be whole
 */
public record SecurityConfig(
    Set<String> schemes,
    HostRules hosts,
    HostRules sinkHosts,
    List<Path> fileRoots,
    Optional<Path> caFile,
    Isolation isolation,
    boolean isolationRequired) {
  private static final HostRules ANY = new HostRules(List.of("0.0.0.0/0", "::/0"));

  /** Keeps its own copies of the collections. */
  public SecurityConfig {
    schemes = Collections.unmodifiableSet(new LinkedHashSet<>(schemes));
    fileRoots = List.copyOf(fileRoots);
  }

  /** Of sources alone, without authorities beside the system's and without isolation. */
  public SecurityConfig(Set<String> schemes, HostRules hosts, List<Path> fileRoots) {
    this(schemes, hosts, ANY, fileRoots, Optional.empty(), Isolation.OFF, false);
  }

  /**
   * The file behind a source that a client of the API names, with all links followed: present where
   * it is named by its absolute path and lies in one of the folders. It is this path that may be
   * opened, since a link can be changed after it was followed.
   */
  public Optional<Path> allowedFile(SourceAddress source) {
    try {
      Path file = Path.of(source.reveal());
      if (!source.isFile() || !file.isAbsolute()) {
        return Optional.empty();
      }
      return Optional.of(file.toRealPath()).filter(this::isInRoots);
    } catch (InvalidPathException | IOException e) {
      return Optional.empty();
    }
  }

  private boolean isInRoots(Path file) {
    return fileRoots.stream().anyMatch(root -> isIn(root, file));
  }

  private static boolean isIn(Path root, Path file) {
    try {
      return Files.isDirectory(root) && file.startsWith(root.toRealPath());
    } catch (IOException e) {
      return false; // a folder that can't be followed holds nothing
    }
  }
}
