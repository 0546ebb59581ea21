package sluice.core.recording;

import java.time.Duration;
import java.util.Optional;

/**
 * What is asked of the recording of a stream.
 *
 * @param enabled whether it is recorded
 * @param audio whether its sound is recorded too, where the format takes it
 * @param segment how long a file is before the next one begins with a key frame, above 0; where key
 *     frames are farther apart, they rule
 * @param maxAge after which its files are deleted, above 0; absent: that of the store, which holds
 *     in any case
 */
public record RecordingSettings(
    boolean enabled, boolean audio, Duration segment, Optional<Duration> maxAge) {
  /** Nothing is recorded. */
  public static final RecordingSettings OFF =
      new RecordingSettings(false, false, Duration.ofSeconds(10), Optional.empty());
}
