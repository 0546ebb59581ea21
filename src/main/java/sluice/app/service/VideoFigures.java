package sluice.app.service;

import java.util.Arrays;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import sluice.live.LiveVideos;
import sluice.live.SkipCause;
import sluice.telemetry.LiveVideoFacts;

/**
 * Live video as metrics show it.
 *
 * @param videos of all streams
 */
record VideoFigures(LiveVideos videos) implements LiveVideoFacts {
  @Override
  public long watchers() {
    return videos.watchers();
  }

  @Override
  public long bytes() {
    return videos.bytes();
  }

  @Override
  public Map<String, LongSupplier> skippedGroups() {
    return Arrays.stream(SkipCause.values())
        .collect(Collectors.toMap(SkipCause::label, cause -> () -> videos.skippedGroups(cause)));
  }
}
