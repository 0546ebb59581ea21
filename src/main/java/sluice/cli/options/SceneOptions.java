package sluice.cli.options;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import sluice.config.SceneText;
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

  /**
   * The settings that these flags ask for.
   *
   * @throws sluice.core.SluiceException when one can't be used
   */
  public SceneSettings settings() {
    return SceneText.read(track, lines, zones);
  }
}
