package sluice.catalog.metadata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is written in a model's file and beside it.
 *
 * @param own names and values in the file itself
 * @param beside what an exporter wrote into a file of its own beside it; whether that is of this
 *     model is another matter
 * @param unused files beside it that aren't looked at, each with the reason, as {@code
 *     metadata.yaml, which …}
 */
public record FileMetadata(Map<String, String> own, Optional<Beside> beside, List<String> unused) {

  /** Keeps its own copies, in their order. */
  public FileMetadata {
    own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
    unused = List.copyOf(unused);
  }

  /** Metadata in a file that has none beside it. */
  public static FileMetadata of(Map<String, String> own) {
    return new FileMetadata(own, Optional.empty(), List.of());
  }

  /**
   * A file beside a model.
   *
   * @param name its name
   * @param values names and values in it
   */
  public record Beside(String name, Map<String, String> values) {
    /** Keeps its own copy, in its order. */
    public Beside {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** Names and values of both; those of the file itself win. */
  public Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>(own);
    beside.ifPresent(file -> file.values().forEach(all::putIfAbsent));
    return all;
  }
}
