package sluice.cli.detect;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.cli.terminal.OptionParsers;
import sluice.core.scene.MotionSettings;

/** Options of the gate that leaves frames out in which nothing moves. */
public final class MotionOptions {
  @Option(
      names = "--motion",
      description = {
        "Work on few frames while nothing moves and no object that is followed may; the rest is"
            + " dropped, counted as 'gated'. Thresholds, area, hold and masks are settings of"
            + " streams of the service only."
      })
  boolean motion;

  @Option(
      names = "--idle-fps",
      paramLabel = "N",
      description = "With --motion: frames a second of video while nothing moves (default: 0.2).")
  @Nullable String idleFps;

  /**
   * The settings that these flags ask for.
   *
   * @throws sluice.core.SluiceException when one can't be used
   */
  public MotionSettings settings() {
    if (idleFps == null) {
      return motion ? MotionSettings.ON : MotionSettings.OFF;
    }
    double fps = OptionParsers.positive("--idle-fps", idleFps);
    if (!motion) {
      throw OptionParsers.refused("--idle-fps", idleFps, "--motion with it");
    }
    return MotionSettings.ON.withIdleFps(fps);
  }
}
