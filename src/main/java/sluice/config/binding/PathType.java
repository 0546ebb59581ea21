package sluice.config.binding;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Type of a path.
 *
 * @param expected for messages
 * @param fits whether a path is accepted at a node
 */
public record PathType(String expected, BiPredicate<ConfigNode, Path> fits)
    implements TextualType<Path> {

  /** Any path; nothing need be there. */
  public static PathType any(String expected) {
    return new PathType(expected, (node, path) -> true);
  }

  /** A file that can be read. */
  public static PathType file(String what) {
    return new PathType(
        what + " that exists and can be read",
        (node, path) -> node.document().surroundings().files().test(path));
  }

  /** A path as a text names it; null where the text is blank or no path. */
  public static @Nullable Path parse(String text) {
    try {
      return text.isBlank() ? null : Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  @Override
  public JavaType type() {
    return JavaType.of(Path.class);
  }

  @Override
  public @Nullable Path read(ConfigNode node) {
    String text = node.text();
    Path path = text == null ? null : parse(text);
    return path != null && fits.test(node, path) ? path : node.refuse(expected);
  }
}
