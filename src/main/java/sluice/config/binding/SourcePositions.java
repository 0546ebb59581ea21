package sluice.config.binding;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Source positions, file and line, of settings. A substituted value only knows where its
 * replacement came from, so positions are looked up in the text before substitution.
 */
public final class SourcePositions {
  /** For what came without a file. */
  public static final SourcePositions NONE = new SourcePositions(null, null);

  private final @Nullable ConfigObject written;
  private final @Nullable Path file;

  /**
   * Places of a file.
   *
   * @param written what stands in it
   * @param file as the user named it
   */
  public SourcePositions(@Nullable ConfigObject written, @Nullable Path file) {
    this.written = written;
    this.file = file;
  }

  /**
   * A place.
   *
   * @param file as the user named it, or where an include led
   * @param line from 1
   */
  record Place(Optional<String> file, OptionalInt line) {}

  /** Where a setting stands; for one that doesn't, where the object does that lacks it. */
  Place of(List<String> keys, @Nullable ConfigOrigin known) {
    if (file == null) {
      return new Place(Optional.empty(), OptionalInt.empty());
    }
    for (int depth = keys.size(); depth > 0; depth--) {
      ConfigOrigin origin =
          depth == keys.size() && hasLine(known) ? known : origin(keys.subList(0, depth));
      if (origin != null && hasLine(origin)) {
        return new Place(Optional.of(nameOf(origin)), OptionalInt.of(origin.lineNumber()));
      }
    }
    return new Place(Optional.of(file.toString()), OptionalInt.empty());
  }

  private static boolean hasLine(@Nullable ConfigOrigin origin) {
    return origin != null && origin.lineNumber() > 0 && origin.filename() != null;
  }

  private @Nullable ConfigOrigin origin(List<String> keys) {
    ConfigValue value = written;
    for (String key : keys) {
      if (!(value instanceof ConfigObject object)) {
        return null;
      }
      try {
        value = object.get(key);
      } catch (ConfigException.NotResolved e) {
        return value.origin();
      }
    }
    return value == null ? null : value.origin();
  }

  /** Files that were included are named in full. */
  private String nameOf(ConfigOrigin origin) {
    String name = origin.filename();
    boolean main = file != null && Path.of(name).toAbsolutePath().equals(file.toAbsolutePath());
    return main ? String.valueOf(file) : name;
  }
}
