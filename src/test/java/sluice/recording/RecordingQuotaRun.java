package sluice.recording;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import sluice.core.recording.RecordingLoss;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.testing.PacedStreams;
import sluice.testing.RequirementTable;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.PacketTap;

/**
 * Fills a store with what CAMERAS small cameras send, ROUNDS times six seconds, a file a second, as
 * fast as cameras do, which is as many files as of ten times as many with files of ten seconds; it
 * may have half of that. What the files take is measured on the disk after each second of video.
 * How to start it: {@code src/docs/long-runs.md}.
 */
public final class RecordingQuotaRun {
  private static final RecordingSettings SETTINGS =
      RecordingSettings.OFF.with(RecordingMode.CONTINUOUS, Duration.ofSeconds(1));
  private static final int GROUP = 25;
  private static final int PICTURES = 6 * GROUP;

  /** In which a second of video comes. */
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final int cameras;
  private final int rounds;
  private final RequirementTable bars = new RequirementTable();
  private long due = System.nanoTime();
  private long most;
  private long least = Long.MAX_VALUE;
  private long measured;

  private RecordingQuotaRun(String[] args) {
    cameras = Integer.parseInt(args[0]);
    rounds = Integer.parseInt(args[1]);
  }

  /** Ends with exit code 1 where a bar is missed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    RecordingQuotaRun run = new RecordingQuotaRun(args);
    PacedStreams.inFolder("recording-quota", run::run);
    System.exit(run.bars.missed() ? 1 : 0);
  }

  private void run(Path folder) throws IOException {
    Path clip =
        new TestClip()
            .gop(GROUP)
            .coded("libopenh264", "yuv420p")
            .write(folder.resolve("clip.mp4"), PICTURES);
    long quota = Files.size(clip) * cameras * rounds / 2;
    Path recordings = folder.resolve("recordings");
    long begun = System.nanoTime();
    try (RecordingStore store =
        RecordingStore.open(
            recordings,
            () -> new RetentionLimits(quota, 0, _ -> Duration.ofDays(3_650)),
            InstantSource.system())) {
      List<PacketTap> taps = new ArrayList<>();
      for (int i = 0; i < cameras; i++) {
        String id = PacedStreams.id(i);
        taps.add(new PacedTap(paced -> store.recorder(id, SETTINGS, paced::wall, paced::nanos)));
      }
      for (int i = 0; i < rounds; i++) {
        fill(clip, taps, store, recordings, quota);
      }
      double lost = 0;
      for (int i = 0; i < cameras; i++) {
        for (RecordingLoss cause : RecordingLoss.values()) {
          lost +=
              store.status(PacedStreams.id(i)).lost().getOrDefault(cause, Duration.ZERO).toMillis();
        }
      }
      bars.atMost("video lost, ms", lost, 0);
    }
    RequirementTable.fact(
        "quota, files a second",
        "%d, %.0f",
        quota,
        cameras * rounds * 6e9 / (System.nanoTime() - begun));
    RequirementTable.fact("measured", "%d times since it was full", measured);
    bars.atMost("files on the disk, most of the quota", (double) most / quota, 1.02);
    bars.atLeast("files on the disk, least of the quota", (double) least / quota, 0.93);
  }

  private void fill(
      Path clip, List<PacketTap> taps, RecordingStore store, Path recordings, long quota)
      throws IOException {
    try (Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip), () -> false, taps)) {
      for (int packet = 1; demuxer.read() != null; packet++) {
        if (packet % GROUP == 0) {
          due += SECOND_NANOS;
          LockSupport.parkNanos(due - System.nanoTime());
          while (!isWritten(store)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
          }
          measure(bytes(recordings), quota);
        }
      }
    }
  }

  private void measure(long now, long quota) {
    most = Math.max(most, now);
    if (measured > 0 || now > quota * 98 / 100) {
      measured++;
      least = Math.min(least, now);
    }
  }

  private boolean isWritten(RecordingStore store) {
    return IntStream.range(0, cameras)
        .allMatch(i -> store.status(PacedStreams.id(i)).waiting() == 0);
  }

  /** Of the files that are there, with those that are written. */
  private static long bytes(Path recordings) throws IOException {
    long[] sum = new long[1];
    Files.walkFileTree(
        recordings,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes found) {
            sum[0] += file.toString().endsWith(".mp4") ? found.size() : 0;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE; // deleted just now
          }

          @Override
          public FileVisitResult postVisitDirectory(Path place, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
    return sum[0];
  }
}
