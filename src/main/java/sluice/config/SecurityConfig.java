package sluice.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What sources may be.
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
}
