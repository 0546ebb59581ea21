package sluice.core.recording;

import java.time.Duration;
import java.util.Optional;
import sluice.core.source.SourceAddress;

/**
 * What is asked of the recording of a stream.
 *
 * @param mode what of it is recorded
 * @param source address on the network whose video is recorded in place of the stream's source;
 *     absent: that of the source is
 * @param audio whether its sound is recorded too, where the format takes it
 * @param segment how long a file is before the next one begins with a key frame, above 0; where key
 *     frames are farther apart, they rule
 * @param maxAge after which its files are deleted, above 0; absent: that of the store, which holds
 *     in any case
 * @param keepMotion after which its files are deleted in which something moved, above 0; never
 *     earlier than others; absent: as others. That of the store holds in any case
 * @param preRoll how much before an event belongs to it, not negative
 * @param postRoll how much after an event belongs to it, not negative
 * @param keepEvents after which its events are deleted, above 0; that of the store holds in any
 *     case
 */
public record RecordingSettings(
    RecordingMode mode,
    Optional<SourceAddress> source,
    boolean audio,
    Duration segment,
    Optional<Duration> maxAge,
    Optional<Duration> keepMotion,
    Duration preRoll,
    Duration postRoll,
    Duration keepEvents) {
  /** Nothing is recorded. */
  public static final RecordingSettings OFF =
      new RecordingSettings(
          RecordingMode.OFF,
          Optional.empty(),
          false,
          Duration.ofSeconds(10),
          Optional.empty(),
          Optional.empty(),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofDays(30));

  /** The same in another mode, with files of another length. */
  public RecordingSettings with(RecordingMode other, Duration length) {
    return new RecordingSettings(
        other, source, audio, length, maxAge, keepMotion, preRoll, postRoll, keepEvents);
  }

  /** Whether anything is recorded. */
  public boolean enabled() {
    return mode != RecordingMode.OFF;
  }
}
