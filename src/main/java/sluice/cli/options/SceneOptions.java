package sluice.cli.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import sluice.app.library.ModelLibrary;
import sluice.app.model.ConfiguredModel;
import sluice.cli.terminal.OptionParsers;
import sluice.config.SceneText;
import sluice.config.settings.ModelConfig;
import sluice.core.scene.ClassifySettings;
import sluice.core.scene.SceneSettings;

/** Options of objects over time: whether they are followed, and which lines and zones they meet. */
public final class SceneOptions {
  @Option(
      names = "--track",
      description = {
        "Follow objects from frame to frame, each with a number of its own (default: with --line or"
            + " --zone only)."
      })
  boolean track;

  @Option(
      names = "--line",
      paramLabel = "NAME=x,y:x,y",
      description = {
        "Count objects that cross the line between two points, fractions of the picture from its"
            + " upper left corner on; in is to the left of the way from the first point to the"
            + " second. May be given again."
      })
  List<String> lines = new ArrayList<>();

  @Option(
      names = "--zone",
      paramLabel = "NAME=x,y:x,y:x,y...",
      description = "Count objects that stand in a polygon. May be given again.")
  List<String> zones = new ArrayList<>();

  @Option(
      names = "--classify",
      paramLabel = "MODEL[=LABEL,...]",
      description = {
        "Ask a second model of each object that is followed, or of those with these labels: its"
            + " colour, what it wears. A name or a file, as with -m. May be given again."
      })
  List<String> classify = new ArrayList<>();

  /**
   * The settings that these flags ask for.
   *
   * @throws sluice.core.SluiceException when one can't be used
   */
  public SceneSettings settings() {
    return SceneText.read(track, lines, zones, classify);
  }

  /**
   * The second models, in the order of the settings.
   *
   * @param settings of these flags
   * @param first the model that finds the objects; its device runs these as well
   * @param models resolves names; called only where there is one
   * @throws sluice.core.SluiceException when a model can't be found
   */
  public List<ConfiguredModel> secondModels(
      SceneSettings settings, ConfiguredModel first, Supplier<ModelLibrary> models) {
    return settings.objects().classify().stream()
        .map(ClassifySettings::model)
        .map(
            name ->
                ConfiguredModel.of(
                    ModelConfig.builder(name, name)
                        .device(first.config().device())
                        .build()
                        .besideAnother(),
                    models
                        .get()
                        .resolve(
                            OptionParsers.path("--classify", name).toString(), Optional.empty())))
        .toList();
  }
}
