package sluice.cli.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.app.cameras.CameraSettings;
import sluice.cli.options.ConfigOption;
import sluice.cli.terminal.OptionParsers;
import sluice.config.ConfigReader;

/** Options of live cameras: whose settings they have, and which variants of them are compared. */
final class CameraOptions {
  private static final String CONFIG = "--config";
  private static final String VARIANT = "--variant";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");
  private static final int MOST_VARIANTS = 16;

  @Option(
      names = {"-c", CONFIG},
      paramLabel = "FILE",
      description =
          "With --cameras: a service's configuration; model and settings are those of a stream of"
              + " it. Its sinks get nothing.")
  @Nullable String file;

  @Option(
      names = "--stream",
      paramLabel = "ID",
      description = "Which stream of the configuration (default: the only one).")
  @Nullable String stream;

  @Option(
      names = VARIANT,
      paramLabel = "NAME=HOCON",
      description = {
        "Measure a variant in turn with the settings as they are: settings of a stream that are"
            + " laid over them, as in slow=detect-fps=1. May be given again."
      })
  List<String> variants = new ArrayList<>();

  @Option(
      names = "--json-lines",
      description = "Each camera writes its results, to a temporary folder.")
  boolean jsonLines;

  /**
   * The settings that these flags ask for.
   *
   * @param bench the flags of every benchmark
   * @param own the flag that says what a configuration says itself, where there is one
   * @param reader reads the configuration
   */
  CameraSettings settings(BenchOptions bench, Optional<String> own, Supplier<ConfigReader> reader) {
    if (stream != null && file == null) {
      throw OptionParsers.refused("--stream", stream, CONFIG + " FILE with it");
    }
    if (file != null && own.isPresent()) {
      throw OptionParsers.refused(
          own.get(), "with " + CONFIG, "one of the two; the configuration says model and objects");
    }
    List<CameraSettings.Variant> compared = variants();
    Optional<CameraSettings.Template> template =
        Optional.ofNullable(file).map(named -> template(named, reader.get()));
    return new CameraSettings(bench.cameras(), bench.detectFps(), template, compared, jsonLines);
  }

  private CameraSettings.Template template(String named, ConfigReader reader) {
    Path path = OptionParsers.path(CONFIG, named);
    return new CameraSettings.Template(
        path, ConfigOption.read(path, reader), Optional.ofNullable(stream));
  }

  /** Refuses these flags where there are no cameras. */
  void requireNone() {
    String given =
        file != null
            ? CONFIG
            : stream != null
                ? "--stream"
                : !variants.isEmpty() ? VARIANT : jsonLines ? "--json-lines" : null;
    if (given != null) {
      throw OptionParsers.refused(given, "without cameras", "--cameras with it");
    }
  }

  /** The variants that were named, in that order. */
  private List<CameraSettings.Variant> variants() {
    List<CameraSettings.Variant> result = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of(CameraSettings.BASE));
    for (String given : variants) {
      int equals = given.indexOf('=');
      String name = equals < 0 ? given : given.substring(0, equals);
      if (equals < 0 || !NAME.matcher(name).matches()) {
        throw OptionParsers.refused(
            VARIANT, given, "NAME=HOCON, a name of letters and digits and settings of a stream");
      }
      if (names.contains(name)) {
        throw OptionParsers.refused(
            VARIANT,
            name,
            "each name once, and not %s, which are the settings as they are"
                .formatted(CameraSettings.BASE));
      }
      names.add(name);
      result.add(new CameraSettings.Variant(name, given.substring(equals + 1)));
    }
    if (result.size() > MOST_VARIANTS) {
      throw OptionParsers.refused(
          VARIANT, result.size() + " times", "at most " + MOST_VARIANTS + " variants");
    }
    return result;
  }

  /** Whether variants are compared. */
  boolean compares() {
    return !variants.isEmpty();
  }
}
