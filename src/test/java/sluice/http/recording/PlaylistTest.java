package sluice.http.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.core.recording.RecordedSegment;

/** What RFC 8216 asks of a closed playlist of fragmented MP4. */
class PlaylistTest {
  private static final Instant BEGAN = Instant.parse("2026-11-28T14:00:00.250Z");

  /** A file by its run, its begin after the first one, its media time, and its length. */
  private static RecordedSegment segment(
      long id, long run, long atMillis, long mediaMillis, long lengthMillis) {
    return new RecordedSegment(
        id,
        run,
        "yard",
        "yard/2026-11-28/14/1-" + id + ".mp4",
        BEGAN.plusMillis(atMillis),
        BEGAN.plusMillis(atMillis + lengthMillis),
        Duration.ofMillis(mediaMillis),
        700,
        5_000_000);
  }

  @Test
  void oneRun_isOneSequence() {
    assertThat(
            Playlist.of(
                List.of(
                    segment(11, 3, 0, 0, 10_000),
                    segment(12, 3, 10_000, 10_000, 10_040),
                    segment(13, 3, 20_040, 20_040, 9_960))))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:11
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MAP:URI="runs/3/init.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-28T14:00:00.250Z
            #EXTINF:10.000,
            segments/11.mp4?clock=true
            #EXTINF:10.040,
            segments/12.mp4?clock=true
            #EXTINF:9.960,
            segments/13.mp4?clock=true
            #EXT-X-ENDLIST
            """);
  }

  @Test
  void anotherRun_hasItsOwnInitialisation_andDate() {
    assertThat(
            Playlist.of(
                List.of(
                    segment(11, 3, 0, 40_000, 10_000),
                    segment(12, 4, 65_000, 0, 4_000),
                    segment(13, 4, 69_000, 4_000, 4_000))))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:10
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MAP:URI="runs/3/init.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-28T14:00:00.250Z
            #EXTINF:10.000,
            segments/11.mp4?clock=true
            #EXT-X-DISCONTINUITY
            #EXT-X-MAP:URI="runs/4/init.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-28T14:01:05.250Z
            #EXTINF:4.000,
            segments/12.mp4?clock=true
            #EXTINF:4.000,
            segments/13.mp4?clock=true
            #EXT-X-ENDLIST
            """);
  }

  @Test
  void gapWithinARun_isTold_andALittleJitterIsNone() {
    assertThat(
            Playlist.of(
                List.of(
                    segment(11, 3, 0, 0, 2_000),
                    segment(12, 3, 2_500, 2_500, 2_000),
                    segment(13, 3, 5_001, 5_001, 2_000),
                    segment(14, 3, 6_501, 6_501, 300))))
        .isEqualTo(
            """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:2
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MAP:URI="runs/3/init.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2026-11-28T14:00:00.250Z
            #EXTINF:2.000,
            segments/11.mp4?clock=true
            #EXTINF:2.000,
            segments/12.mp4?clock=true
            #EXT-X-DISCONTINUITY
            #EXT-X-PROGRAM-DATE-TIME:2026-11-28T14:00:05.251Z
            #EXTINF:2.000,
            segments/13.mp4?clock=true
            #EXTINF:0.300,
            segments/14.mp4?clock=true
            #EXT-X-ENDLIST
            """);
  }

  @Test
  void targetDuration_isAtLeastASecond() {
    assertThat(Playlist.of(List.of(segment(11, 3, 0, 0, 40)))).contains("TARGETDURATION:1\n");
  }
}
