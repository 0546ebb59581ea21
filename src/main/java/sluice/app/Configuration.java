package sluice.app;

import java.nio.file.Path;
import java.util.Optional;
import sluice.app.sink.SinkTypes;
import sluice.config.ConfigReader;
import sluice.config.SettingTables;
import sluice.config.binding.ReadContext;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;
import sluice.demo.DemoLocation;
import sluice.stage.source.SourceLocation;

/**
 * The location of the service's configuration, and the context that it is validated in. Reads only.
 */
public final class Configuration {
  /** Set by the launcher, which knows where Sluice is installed. */
  private static final String FILE_PROPERTY = "config.file";

  private static final Path USUAL = Path.of("conf", "application.conf");

  private Configuration() {}

  /** The file that is read where none is named: that of the installation, else of this folder. */
  public static Path usualFile() {
    String installed = System.getProperty(FILE_PROPERTY, "");
    return installed.isEmpty() ? USUAL : Path.of(installed);
  }

  /** A reader that sees this process's environment, its files, and what sources may be called. */
  public static ConfigReader reader() {
    return new ConfigReader(surroundings());
  }

  /** What settings are held against in this process. */
  public static ReadContext surroundings() {
    return ReadContext.ofProcess(Configuration::refusal, tables().facts());
  }

  /** The tables that settings follow from: model families and sink types. */
  public static SettingTables tables() {
    return new SettingTables(ModelFamilies.facts(), SinkTypes.variants(SinkTypes.ALL));
  }

  private static Optional<String> refusal(String source) {
    try {
      if (DemoLocation.isDemo(source)) {
        DemoLocation.parse(source);
      } else {
        SourceLocation.of(new SourceAddress(source));
      }
      return Optional.empty();
    } catch (SluiceException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }
}
