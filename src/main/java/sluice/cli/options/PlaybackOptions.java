package sluice.cli.options;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.cli.terminal.OptionParsers;
import sluice.core.DecodeChoice;
import sluice.core.Delivery;
import sluice.core.Playback;
import sluice.core.TransportChoice;

/** Options of playback: which part of a source is used, and at which pace. */
public final class PlaybackOptions {
  private static final Map<String, Delivery> DELIVERIES =
      Map.of("every", Delivery.EVERY, "latest", Delivery.LATEST);

  private static final Map<String, DecodeChoice> DECODE_CHOICES =
      Map.of("auto", DecodeChoice.AUTO, "all", DecodeChoice.ALL);

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
      names = "--decode",
      paramLabel = "WHAT",
      defaultValue = "auto",
      description = {
        "With --fps, of at most half of the source's rate: auto: decode what is worked on and what"
            + " that needs (default); all: decode everything."
      })
  String decode = "";

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
   * @param show whether there is a live view: then files play at their own pace, unless configured
   *     otherwise
   * @param transport how the media of RTSP travels
   */
  public Playback settings(boolean show, TransportChoice transport) {
    if (realtime && noRealtime) {
      throw OptionParsers.refused("--no-realtime", "with --realtime", "one of the two");
    }
    Playback.Builder playback = Playback.builder().transport(transport);
    if (delivery != null) {
      playback.delivery(OptionParsers.word("--delivery", delivery, DELIVERIES, "every or latest"));
    }
    playback.decode(OptionParsers.word("--decode", decode, DECODE_CHOICES, "auto or all"));
    playback.loop(loop);
    if (limit != null) {
      playback.limit(OptionParsers.longAtLeast("--limit", limit, 1));
    }
    playback.skipFirst(OptionParsers.longAtLeast("--skip-first", skipFirst, 0)).flip(flip);
    if (fps != null) {
      playback.fps(OptionParsers.positive("--fps", fps));
    }
    playback.realtime(realtime || (show && !noRealtime));
    if (timeout != null) {
      Duration longest = OptionParsers.seconds("--timeout", timeout);
      playback.openTimeout(longest).readTimeout(longest);
    }
    return playback.build();
  }
}
