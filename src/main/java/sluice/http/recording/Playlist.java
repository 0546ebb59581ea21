package sluice.http.recording;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sluice.core.recording.RecordedSegment;

/**
 * Playlist of recorded files for players of HLS (RFC 8216): a closed list of fragmented MP4, its
 * addresses relative to its own.
 */
final class Playlist {
  private Playlist() {}

  /**
   * The playlist of some files.
   *
   * @param segments in their order, at least one
   */
  static String of(List<RecordedSegment> segments) {
    StringBuilder text =
        new StringBuilder(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:%d
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXT-X-INDEPENDENT-SEGMENTS
            """
                .formatted(targetDuration(segments)));
    RecordedSegment before = null;
    for (RecordedSegment segment : segments) {
      append(text, before, segment);
      before = segment;
    }
    return text.append("#EXT-X-ENDLIST\n").toString();
  }

  private static void append(
      StringBuilder text, @Nullable RecordedSegment before, RecordedSegment segment) {
    boolean otherRun = before == null || before.run() != segment.run();
    boolean goesOn = before != null && segment.follows(before);
    if (before != null && !goesOn) {
      text.append("#EXT-X-DISCONTINUITY\n");
    }
    if (otherRun) {
      text.append("#EXT-X-MAP:URI=\"runs/").append(segment.run()).append("/init.mp4\"\n");
    }
    if (!goesOn) {
      text.append("#EXT-X-PROGRAM-DATE-TIME:")
          .append(segment.startsAt().truncatedTo(ChronoUnit.MILLIS))
          .append('\n');
    }
    text.append("#EXTINF:")
        .append(seconds(segment.length()))
        .append(",\nsegments/")
        .append(segment.id())
        .append(".mp4?clock=true\n"); // times that grow, whatever a player makes of discontinuities
  }

  /** No file is longer, in whole seconds. */
  private static long targetDuration(List<RecordedSegment> segments) {
    long longest = segments.stream().mapToLong(each -> each.length().toMillis()).max().orElse(0);
    return Math.max(1, Math.ceilDiv(longest, 1_000L));
  }

  private static String seconds(Duration length) {
    long millis = length.toMillis();
    return String.format(Locale.ROOT, "%d.%03d", millis / 1_000, millis % 1_000);
  }
}
