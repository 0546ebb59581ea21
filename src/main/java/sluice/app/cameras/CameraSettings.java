package sluice.app.cameras;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import sluice.config.settings.ServiceConfig;

/**
 * Settings of a measurement of live cameras, besides those of every benchmark.
 *
 * @param count cameras, at least 1; absent: the greatest number that keeps its rate is looked for
 * @param detectFps results a second that each camera is to have, above 0; absent: what the stream's
 *     settings say, and the recording's own rate where they say nothing
 * @param template the configuration and stream whose settings the cameras have; absent: those of
 *     the benchmark
 * @param variants variants beside the settings as they are; each name once
 * @param jsonLines whether each camera writes its results, to a temporary folder
 */
public record CameraSettings(
    OptionalInt count,
    OptionalDouble detectFps,
    Optional<Template> template,
    List<Variant> variants,
    boolean jsonLines) {
  /** What the settings as they are are called beside variants. */
  public static final String BASE = "base";

  /** Keeps its own copy of the list. */
  public CameraSettings {
    variants = List.copyOf(variants);
  }

  /**
   * A stream of a configuration.
   *
   * @param file where it was read
   * @param config what it says
   * @param stream which of its streams; absent: the only one
   */
  public record Template(Path file, ServiceConfig config, Optional<String> stream) {}

  /**
   * A variant of the settings.
   *
   * @param name what it is called
   * @param hocon what it lays over the stream's settings
   */
  public record Variant(String name, String hocon) {}
}
