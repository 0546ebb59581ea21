package sluice.cli.options;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.app.detect.PlaybackSettings;
import sluice.cli.terminal.OptionParsers;
import sluice.core.Delivery;

/** The flags that say what of a source is used, and at which pace. */
public final class PlaybackOptions {
  private static final Map<String, Delivery> DELIVERIES =
      Map.of("every", Delivery.EVERY, "latest", Delivery.LATEST);

  @Option(
      names = {"--limit", "-limit"},
      paramLabel = "N",
      description = "End after N frames of each input.")
  @Nullable String limit;

  @Option(
      names = {"--loop", "-loop"},
      description = "Start again at the end; without --limit until Ctrl-C.")
  boolean loop;

  @Option(names = "--flip", description = "Mirror pictures left to right.")
  boolean flip;

  @Option(
      names = "--fps",
      paramLabel = "N",
      description = "Use at most N frames per second of video; drop the rest, counted as 'rate'.")
  @Nullable String fps;

  @Option(
      names = "--skip-first",
      paramLabel = "N",
      defaultValue = "0",
      description = "Leave out the first N frames.")
  String skipFirst = "";

  @Option(names = "--realtime", description = "Play files at the pace of their timestamps.")
  boolean realtime;

  @Option(
      names = "--no-realtime",
      description = "With --show: play files as fast as they are worked on.")
  boolean noRealtime;

  @Option(
      names = "--delivery",
      paramLabel = "HOW",
      description = {
        "every: work on every frame, the source waits (default for files); latest: only on the"
            + " newest one, older ones are dropped (default for cameras)."
      })
  @Nullable String delivery;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = {
        "How long a camera or server may take to give its first picture, and later stay silent"
            + " (default: 10)."
      })
  @Nullable String timeout;

  /**
   * The settings that these flags ask for.
   *
   * @param show whether somebody looks: then files play at their own pace, unless told otherwise
   */
  public PlaybackSettings settings(boolean show) {
    if (realtime && noRealtime) {
      throw OptionParsers.refused("--no-realtime", "with --realtime", "one of the two");
    }
    return new PlaybackSettings(
        delivery == null
            ? Optional.empty()
            : Optional.of(
                OptionParsers.word("--delivery", delivery, DELIVERIES, "every or latest")),
        loop,
        limit == null
            ? OptionalLong.empty()
            : OptionalLong.of(OptionParsers.longAtLeast("--limit", limit, 1)),
        OptionParsers.longAtLeast("--skip-first", skipFirst, 0),
        flip,
        fps == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(OptionParsers.positive("--fps", fps)),
        realtime || (show && !noRealtime),
        timeout == null
            ? PlaybackSettings.DEFAULT_TIMEOUT
            : OptionParsers.seconds("--timeout", timeout));
  }
}
