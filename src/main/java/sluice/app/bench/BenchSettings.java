package sluice.app.bench;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sluice.app.model.ConfiguredModel;
import sluice.bench.BenchMode;
import sluice.core.scene.SceneSettings;

/**
 * Settings of a {@code sluice bench} run, validated by the caller.
 *
 * @param command the command line that repeats it
 * @param input the recording, as the user named it
 * @param model the model, and how the device runs it
 * @param scene what streams are to tell of objects over time
 * @param classifiers the second models of the scene, in the order of its settings
 * @param modes the ways to measure, at least one, each once
 * @param duration how long each is measured in each repeat, above 0
 * @param repeats at least 1
 * @param interval length of the pieces of a measurement, above 0
 * @param autoLogLevel what the device AUTO logs, as OpenVINO names it ({@code LOG_INFO})
 */
public record BenchSettings(
    List<String> command,
    String input,
    ConfiguredModel model,
    SceneSettings scene,
    List<ConfiguredModel> classifiers,
    List<BenchMode> modes,
    Duration duration,
    int repeats,
    Duration interval,
    Optional<String> autoLogLevel) {

  /** Keeps its own copies of the lists. */
  public BenchSettings {
    classifiers = List.copyOf(classifiers);
    command = List.copyOf(command);
    modes = List.copyOf(modes);
  }
}
