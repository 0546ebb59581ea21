package sluice.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.JavaType;
import sluice.config.binding.PathType;
import sluice.config.binding.TextualType;

/**
 * Type of the data directory; where none is given, the default follows systemd and the XDG base
 * directories.
 */
record DataDirectory() implements TextualType<Path> {
  @Override
  public JavaType type() {
    return JavaType.of(Path.class);
  }

  @Override
  public @Nullable Path read(ConfigNode node) {
    if (!node.isGiven()) {
      Path usual = usual(node.document().surroundings().environment());
      return usual == null
          ? node.refuse("no home folder to keep it in", expected(), Optional.empty())
          : usual;
    }
    String text = node.text();
    Path path = text == null ? null : PathType.parse(text);
    return path == null ? node.refuse(expected()) : path.toAbsolutePath().normalize();
  }

  /**
   * systemd names {@code STATE_DIRECTORY} for units that ask for one; {@code XDG_STATE_HOME} is
   * from the XDG Base Directory Specification.
   */
  private static @Nullable Path usual(Map<String, String> environment) {
    String unit = environment.getOrDefault("STATE_DIRECTORY", "").split(":", 2)[0];
    if (!unit.isEmpty()) {
      return Path.of(unit);
    }
    Path state = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
    if (state.isAbsolute()) {
      return state.resolve(ServiceSettings.ROOT);
    }
    Path home = Path.of(environment.getOrDefault("HOME", ""));
    return home.isAbsolute() ? home.resolve(".local/state").resolve(ServiceSettings.ROOT) : null;
  }

  @Override
  public String expected() {
    return "a folder";
  }
}
