package sluice.app;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Loader of classes that finds no defaults of the libraries that only a cluster needs. An actor
 * system makes all serializers that are configured, and these libraries configure theirs by being
 * on the class path; Pekko reads the defaults by its class loader.
 */
final class LibraryDefaults extends ClassLoader {
  private static final String DEFAULTS = "reference.conf";

  /** Beginnings of the names of their files. */
  private static final List<String> CLUSTERED =
      List.of(
          "/pekko-cluster",
          "/pekko-coordination",
          "/pekko-distributed-data",
          "/pekko-remote",
          "/pekko-serialization-jackson");

  private LibraryDefaults(ClassLoader parent) {
    super(parent);
  }

  /** A loader of the same classes, without the defaults of what a cluster needs. */
  static ClassLoader withoutCluster() {
    return new LibraryDefaults(LibraryDefaults.class.getClassLoader());
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = Collections.list(super.getResources(name));
    if (name.equals(DEFAULTS)) {
      all.removeIf(url -> CLUSTERED.stream().anyMatch(url.getPath()::contains));
    }
    return Collections.enumeration(all);
  }
}
