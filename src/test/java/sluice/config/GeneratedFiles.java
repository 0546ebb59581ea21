package sluice.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sluice.app.Configuration;

/**
 * The files that are generated from the description of the settings; run it after changing that.
 */
public final class GeneratedFiles {
  static final Path REFERENCE = Path.of("src/main/resources/reference.conf");
  static final Path PAGE = Path.of("src/docs/configuration.md");

  private GeneratedFiles() {}

  /** The text of {@code reference.conf} with some tables. */
  public static String reference(SettingTables tables) {
    return ReferenceConfWriter.text(tables);
  }

  /** The text of {@code configuration.md} with some tables. */
  public static String page(SettingTables tables) {
    return ConfigurationPageWriter.text(tables);
  }

  public static void main(String[] arguments) throws IOException {
    Files.writeString(REFERENCE, reference(Configuration.tables()));
    Files.writeString(PAGE, page(Configuration.tables()));
  }
}
