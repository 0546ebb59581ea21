package sluice.cli.doctor;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.cli.terminal.OptionParsers;

/** Options of {@code sluice doctor}: what is looked at, and how it is shown. */
final class DoctorOptions {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The configuration whose folders, ports, cameras and devices are looked at (default:"
              + " conf/application.conf, where it is there).")
  @Nullable String file;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  /** The file that was named; absent: none. */
  Optional<Path> file() {
    return Optional.ofNullable(file).map(name -> OptionParsers.path("-c", name));
  }
}
