package sluice.recording;

import java.time.Duration;
import java.time.Instant;
import sluice.core.recording.RecordedRun;

/**
 * What the index is told of a file that no more fragments come to.
 *
 * @param run as the index knows it
 * @param file its path below the store's folder, with {@code /}
 * @param startsAt when its first picture came
 * @param endsAt when its last picture ends
 * @param mediaStart media time of its first picture
 * @param initBytes length of its initialisation
 * @param bytes its length
 * @param forEvent whether it goes with the last of its events
 */
record FinishedSegment(
    RecordedRun run,
    String file,
    Instant startsAt,
    Instant endsAt,
    Duration mediaStart,
    int initBytes,
    long bytes,
    boolean forEvent) {}
