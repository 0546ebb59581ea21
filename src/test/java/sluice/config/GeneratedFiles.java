package sluice.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that are generated from the description of the settings; run it after changing that.
 */
final class GeneratedFiles {
  static final Path REFERENCE = Path.of("src/main/resources/reference.conf");
  static final Path PAGE = Path.of("src/docs/configuration.md");

  private GeneratedFiles() {}

  public static void main(String[] arguments) throws IOException {
    Files.writeString(REFERENCE, ReferenceConfWriter.text());
    Files.writeString(PAGE, ConfigurationPageWriter.text());
  }
}
