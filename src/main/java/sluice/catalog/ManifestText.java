package sluice.catalog;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** HOCON parser of a manifest's file: without includes and without the environment. */
final class ManifestText {
  private static final long GREATEST_FILE_BYTES = 1 << 20;

  /** In front of HOCON's own messages: {@code String: 12: }. */
  private static final Pattern ORIGIN = Pattern.compile("^String: ?(?=\\d+:)");

  private ManifestText() {}

  /**
   * Reads and resolves a file.
   *
   * @throws IOException whose message says what is wrong with it
   */
  static ConfigObject read(Path file) throws IOException {
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setIncluder(new NoIncludes());
    try {
      Config config = ConfigFactory.parseString(text(file), options);
      return config.resolve(ConfigResolveOptions.noSystem()).root();
    } catch (ConfigException e) {
      String message = String.valueOf(e.getMessage());
      throw new IOException(ORIGIN.matcher(message).replaceFirst("line "), e);
    }
  }

  private static String text(Path file) throws IOException {
    try {
      long size = Files.size(file);
      if (size > GREATEST_FILE_BYTES) {
        throw new IOException(
            "has " + size + " bytes (expected: at most " + GREATEST_FILE_BYTES + ")");
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new IOException("isn't UTF-8", e);
    } catch (NoSuchFileException e) {
      throw new IOException("doesn't exist", e);
    }
  }

  /** A manifest that pulls in other files or addresses would not be what was looked at. */
  private record NoIncludes() implements ConfigIncluder {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      throw new ConfigException.Generic(
          "include " + List.of(what) + ": a manifest can't include other files");
    }
  }
}
