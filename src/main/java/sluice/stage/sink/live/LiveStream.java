package sluice.stage.sink.live;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stream that is there, or watched, or both. Guarded by the painter's lock but for the flag. */
final class LiveStream {
  final String id;
  final Map<Integer, LiveView> views = new HashMap<>();
  @Nullable NewestPicture source;

  /** Whether the painter sleeps until the next picture of this stream comes. */
  volatile boolean awaited;

  LiveStream(String id) {
    this.id = id;
  }

  /** Whether its pictures still lie in this very place. */
  @SuppressWarnings("ReferenceEquality") // another place of the same stream is another one
  boolean isAt(NewestPicture place) {
    return source == place;
  }
}
