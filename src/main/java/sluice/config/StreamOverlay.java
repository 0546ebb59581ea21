package sluice.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sluice.config.binding.ConfigResult;
import sluice.config.binding.Environment;
import sluice.config.binding.FileIncluder;
import sluice.config.binding.ParseFailure;
import sluice.config.binding.Problem;
import sluice.config.binding.ReadContext;
import sluice.config.settings.ServiceConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.scene.SceneSettings;

/**
 * Settings that are laid over those of a stream, in HOCON as in its section of a configuration.
 * They are read as that section is, with the same problems, which name no file. For any number of
 * threads.
 */
public final class StreamOverlay {
  private final ReadContext surroundings;
  private final ConfigObject settings;

  private StreamOverlay(ReadContext surroundings, ConfigObject settings) {
    this.surroundings = surroundings;
    this.settings = settings;
  }

  /**
   * Parses settings.
   *
   * @param hocon such as {@code detect-fps = 4, objects { max-age = 2s }}; may be empty
   */
  public static ConfigResult<StreamOverlay> parse(ReadContext surroundings, String hocon) {
    try {
      Config read =
          ConfigFactory.parseString(
                  hocon,
                  ConfigParseOptions.defaults()
                      .setSyntax(ConfigSyntax.CONF)
                      .setIncluder(new FileIncluder()))
              .resolve(
                  ConfigResolveOptions.noSystem()
                      .setAllowUnresolved(true)
                      .appendResolver(new Environment(surroundings.environment())));
      return new ConfigResult.Fine<>(new StreamOverlay(surroundings, read.root()));
    } catch (ConfigException e) {
      return refused(ParseFailure.words(e));
    } catch (StackOverflowError e) {
      return refused("nested too deeply");
    }
  }

  /**
   * Settings that are there as values: texts, numbers, booleans, lists, maps, and null for what is
   * to be at its default.
   */
  public static StreamOverlay of(ReadContext surroundings, Map<String, ?> settings) {
    return new StreamOverlay(surroundings, ConfigValueFactory.fromMap(settings));
  }

  /** What a stream is asked to tell of objects over time, as values. */
  public static Map<String, Object> values(SceneSettings scene) {
    return SceneGroup.GROUP.write(scene, true);
  }

  /** The names of the settings that it has. */
  public Set<String> keys() {
    return settings.keySet();
  }

  /**
   * A stream with these settings over its own.
   *
   * @param stream stays as it is; it has another id where the settings name one
   * @param config what the stream's model and sinks refer to
   */
  public ConfigResult<StreamConfig> over(StreamConfig stream, ServiceConfig config) {
    try {
      ConfigObject own = ConfigValueFactory.fromMap(StreamJson.asMap(stream, true));
      return new StreamJson(surroundings).read(settings.withFallback(own), config);
    } catch (ConfigException e) {
      return refused(ParseFailure.words(e));
    }
  }

  private static <T> ConfigResult<T> refused(String found) {
    return new ConfigResult.Refused<>(
        List.of(
            Problem.ofText(
                found, "settings of a stream in HOCON: KEY = VALUE, and braces in pairs")));
  }
}
