package sluice.cli.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.app.detect.DetectSettings;
import sluice.app.model.ConfiguredModel;
import sluice.cli.terminal.OptionParsers;

/**
 * Output paths of a run: which input's results go where. In a file's name {@code {name}} stands for
 * the input's {@linkplain InputNames name} and {@code {n}} for its number, from 1. Refuses what
 * would write one file twice or over something that is read; whether a file exists already is for
 * the job to say.
 *
 * @param video the pattern given with {@code -o}
 * @param json the pattern given with {@code --json}, or {@code -}
 */
public record OutputPaths(@Nullable String video, @Nullable String json) {
  private static final String STANDARD_OUTPUT = "-";

  /** Pairs the inputs, at least one, with where their results go. */
  public List<DetectSettings.Input> assign(List<String> sources, ConfiguredModel model) {
    checkPattern("-o", video, sources.size());
    checkPattern("--json", json, sources.size());
    if (video != null && !video.toLowerCase(Locale.ROOT).endsWith(".mp4")) {
      throw OptionParsers.refused("-o", video, "a name that ends in .mp4");
    }
    List<String> names = InputNames.of(sources);
    List<DetectSettings.Input> inputs = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      inputs.add(input(sources.get(i), names.get(i), i + 1));
    }
    checkFiles(inputs, model);
    return inputs;
  }

  private static void checkPattern(String flag, @Nullable String pattern, int inputs) {
    if (pattern != null && inputs > 1 && !pattern.contains("{name}") && !pattern.contains("{n}")) {
      throw OptionParsers.refused(
          flag, pattern, "{name} or {n} in it, as there are " + inputs + " inputs");
    }
  }

  private DetectSettings.Input input(String source, String name, int number) {
    Optional<Path> videoFile =
        video == null ? Optional.empty() : Optional.of(file("-o", video, name, number));
    Optional<DetectSettings.JsonTarget> jsonTarget = Optional.empty();
    if (json != null) {
      jsonTarget =
          Optional.of(
              json.equals(STANDARD_OUTPUT)
                  ? new DetectSettings.JsonTarget.StandardOutput()
                  : new DetectSettings.JsonTarget.File(file("--json", json, name, number)));
    }
    return new DetectSettings.Input(source, name, videoFile, jsonTarget);
  }

  private static Path file(String flag, String pattern, String name, int number) {
    return OptionParsers.path(
        flag, pattern.replace("{n}", Integer.toString(number)).replace("{name}", name));
  }

  private static void checkFiles(List<DetectSettings.Input> inputs, ConfiguredModel model) {
    Map<Path, String> taken = new HashMap<>();
    inputs.forEach(input -> local(input.source()).ifPresent(path -> taken.put(path, "an input")));
    model.source().file().ifPresent(file -> taken.put(identity(file), "the model"));
    model.config().labels().ifPresent(labels -> taken.put(identity(labels), "the labels file"));
    for (DetectSettings.Input input : inputs) {
      input.video().ifPresent(path -> claim("-o", path, taken));
      if (input.json().orElse(null) instanceof DetectSettings.JsonTarget.File(Path path)) {
        claim("--json", path, taken);
      }
    }
  }

  private static void claim(String flag, Path path, Map<Path, String> taken) {
    String use = taken.putIfAbsent(identity(path), "the output of another flag or input");
    if (use != null) {
      throw OptionParsers.refused(flag, path.toString(), "another file, as this one is " + use);
    }
  }

  /** The file behind an input, if it is one; folders, patterns and addresses aren't. */
  private static Optional<Path> local(String source) {
    try {
      Path path = Path.of(source);
      return Files.isRegularFile(path) ? Optional.of(identity(path)) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The same for all names of a file: links followed as far as the file or its folder exists. */
  private static Path identity(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return identityOfNew(path.toAbsolutePath().normalize());
    }
  }

  private static Path identityOfNew(Path path) {
    Path parent = path.getParent();
    Path name = path.getFileName();
    try {
      return parent == null || name == null ? path : parent.toRealPath().resolve(name);
    } catch (IOException e) {
      return path;
    }
  }
}
