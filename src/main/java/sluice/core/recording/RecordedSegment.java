package sluice.core.recording;

import java.time.Duration;
import java.time.Instant;

/**
 * A file of a recording: fragmented MP4 that begins at a key frame and plays by itself. It consists
 * of the run's initialisation ({@code ftyp}, {@code moov}) and the fragments after it.
 *
 * @param id in the index of its store, above 0
 * @param run {@link RecordedRun#id} of its run
 * @param stream its stream's id
 * @param file its path below the store's folder, with {@code /}
 * @param startsAt when its first picture came
 * @param endsAt when its last picture ends
 * @param mediaStart media time of its first picture in its run
 * @param initBytes length of the initialisation at its head
 * @param bytes length of the file
 */
public record RecordedSegment(
    long id,
    long run,
    String stream,
    String file,
    Instant startsAt,
    Instant endsAt,
    Duration mediaStart,
    int initBytes,
    long bytes) {

  /** Where media times of two files of a run differ by more, there is a gap. */
  private static final Duration JUMP = Duration.ofMillis(500);

  /** Whether a player may go on with it after another one: of the same run, without a gap. */
  public boolean follows(RecordedSegment before) {
    Duration end = before.mediaStart().plus(before.length());
    return before.run() == run && mediaStart.minus(end).abs().compareTo(JUMP) <= 0;
  }

  /** How long it plays. */
  public Duration length() {
    return Duration.between(startsAt, endsAt);
  }
}
