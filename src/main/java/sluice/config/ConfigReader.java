package sluice.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import sluice.config.binding.ConfigNode;
import sluice.config.binding.ConfigReading;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Environment;
import sluice.config.binding.FileIncluder;
import sluice.config.binding.ParseFailure;
import sluice.config.binding.Problem;
import sluice.config.binding.ReadContext;
import sluice.config.binding.SettingGroup;
import sluice.config.binding.SourcePositions;
import sluice.config.settings.ServiceConfig;
import sluice.core.util.EditDistance;

/**
 * Reads the service's configuration: a file in HOCON over the defaults, with substitution from the
 * environment. Finds all that is wrong with it at once. Reads only; each call reads anew. For any
 * number of threads.
 */
public final class ConfigReader {
  private final ReadContext surroundings;

  /** A reader with this context. */
  public ConfigReader(ReadContext surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Reads a file.
   *
   * @param file as the user named it; problems name it so
   * @return what it says, or all that is wrong with it; nothing is thrown for what a file may hold
   */
  public ConfigResult<ServiceConfig> read(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      String what = Files.isDirectory(file) ? "is a folder" : "no such file, or it can't be read";
      return refused(file, OptionalInt.empty(), what, "a configuration in HOCON");
    }
    try {
      return bind(file);
    } catch (ConfigException e) {
      return refused(file, line(e.origin()), ParseFailure.words(e), ParseFailure.EXPECTED);
    } catch (StackOverflowError e) {
      return refused(file, OptionalInt.empty(), "nested too deeply", "what a person would write");
    }
  }

  private ConfigResult<ServiceConfig> bind(Path file) {
    FileIncluder includer = new FileIncluder();
    includer.count(file.toFile());
    ConfigObject written =
        ConfigFactory.parseFile(
                file.toAbsolutePath().toFile(),
                ConfigParseOptions.defaults()
                    .setSyntax(ConfigSyntax.CONF)
                    .setAllowMissing(false)
                    .setIncluder(includer))
            .root();
    Config all =
        written
            .toConfig()
            .withFallback(
                ConfigFactory.parseResources("reference.conf").withOnlyPath(ServiceSettings.ROOT))
            .resolve(
                ConfigResolveOptions.noSystem()
                    .setAllowUnresolved(true)
                    .appendResolver(new Environment(surroundings.environment())));
    ConfigReading document = new ConfigReading(surroundings, new SourcePositions(written, file));
    SettingGroup<ServiceConfig> group =
        ServiceSettings.group(SettingTables.of(surroundings.facts()));
    refuseStrayKeys(document, group, written);
    ConfigNode root = ConfigNode.of(document, List.of(), all.root()).child(ServiceSettings.ROOT);
    ReadingFacts.setNames(
        document,
        givenKeys(root.child(ServiceSettings.MODELS.key())),
        givenKeys(root.child(ServiceSettings.SINKS.key())));
    return document.finish(root.read(group));
  }

  private static List<String> givenKeys(ConfigNode node) {
    return node.keys().stream().filter(key -> node.child(key).isGiven()).toList();
  }

  /**
   * Keys outside are free for substitutions, and Pekko's are its own; but who writes {@code slucie}
   * or {@code streams} there means settings of ours.
   */
  private static void refuseStrayKeys(
      ConfigReading document, SettingGroup<ServiceConfig> group, ConfigObject written) {
    List<String> ours = new ArrayList<>();
    group.settings().forEach(setting -> ours.add(setting.key()));
    for (String key : document.keysOf(written, List.of())) {
      boolean misspelled =
          !key.equals(ServiceSettings.ROOT)
              && EditDistance.nearest(key, List.of(ServiceSettings.ROOT)).isPresent();
      if (misspelled || ours.contains(key)) {
        String meant = misspelled ? ServiceSettings.ROOT : ServiceSettings.ROOT + "." + key;
        ConfigNode.of(document, List.of(key), null)
            .refuse("no such setting", "settings within sluice { }", Optional.of(meant));
      }
    }
  }

  private static OptionalInt line(@Nullable ConfigOrigin origin) {
    return origin != null && origin.lineNumber() > 0
        ? OptionalInt.of(origin.lineNumber())
        : OptionalInt.empty();
  }

  private static <T> ConfigResult<T> refused(
      Path file, OptionalInt line, String found, String expected) {
    return new ConfigResult.Refused<>(
        List.of(
            new Problem(
                Optional.of(file.toString()), line, "", found, expected, Optional.empty())));
  }
}
