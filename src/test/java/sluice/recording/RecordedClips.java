package sluice.recording;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import sluice.core.recording.EventPart;
import sluice.core.recording.EventPoint;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;

/** A store with recordings of a drawn clip, for tests of what shows them. */
public final class RecordedClips {
  /** What one run takes. */
  public static final int RUN_SECONDS = 6;

  private static final int RATE = 25;
  private static final Duration SEGMENT = Duration.ofSeconds(2);

  private RecordedClips() {}

  /**
   * Records a clip of H.264 as several runs of one stream, the first of which has an event with a
   * path that begins after 2 s and takes 2 s.
   *
   * @param data the data directory of a service that doesn't run
   * @param begins when runs begin, some seconds apart at least
   */
  public static void record(Path data, String stream, List<Instant> begins)
      throws InterruptedException {
    Path clip =
        new TestClip()
            .size(320, 192)
            .gop(RATE)
            .coded("libopenh264", "yuv420p")
            .write(data.resolveSibling("recorded.mp4"), RATE * RUN_SECONDS);
    try (RecordingStore store =
        RecordingStore.open(
            data.resolve("recordings"),
            () -> new RetentionLimits(1L << 40, 0, any -> Duration.ofDays(36_500)),
            InstantSource.system())) {
      store.recover();
      for (Instant begin : begins) {
        record(store, stream, clip, begin);
      }
      tell(store, stream, begins.getFirst().plusSeconds(2));
    }
  }

  private static void record(RecordingStore store, String stream, Path clip, Instant begin) {
    PacedTap tap =
        new PacedTap(
            paced ->
                store.recorder(
                    stream,
                    RecordingSettings.OFF.with(RecordingMode.CONTINUOUS, SEGMENT),
                    () -> begin.plusNanos(paced.nanos()),
                    paced::nanos));
    try (Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip), () -> false, List.of(tap))) {
      while (demuxer.read() != null) {
        // the tap takes what is read
      }
    }
  }

  private static void tell(RecordingStore store, String stream, Instant start) {
    Instant end = start.plusSeconds(2);
    RecordedEvent event =
        new RecordedEvent(
            start.toEpochMilli() + "-" + stream + "-1",
            stream,
            "person",
            Optional.of(3L),
            start,
            end,
            false,
            0.5f,
            List.of(),
            List.of(),
            start,
            end,
            false,
            false);
    List<EventPoint> path =
        IntStream.rangeClosed(0, 4)
            .mapToObj(
                i -> new EventPoint(start.plusMillis(500L * i), 0.25f, 0.25f, 0.5f, 0.75f, 0.5f))
            .toList();
    store.tell(event, List.of(new EventPart(1, start, end, path)));
  }
}
