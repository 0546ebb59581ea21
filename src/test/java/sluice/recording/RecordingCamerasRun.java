package sluice.recording;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordingLoss;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.testing.PacedStreams;
import sluice.testing.ProcessFootprint;
import sluice.testing.RequirementTable;
import sluice.video.Camera;
import sluice.video.CamerasProcess;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.PacketTap;

/**
 * Records CAMERAS cameras (16) for MINUTES (60), without detection: what it costs, whether there
 * are gaps, and whether each packet that was sent is in the files. The cameras, 1080p25 of 4 Mbit/s
 * over RTSP, are in a process of their own. How to start it: {@code src/docs/long-runs.md}.
 */
public final class RecordingCamerasRun {
  private static final RecordingSettings SETTINGS =
      RecordingSettings.OFF.with(RecordingMode.CONTINUOUS, Duration.ofSeconds(10));
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration READING = Duration.ofSeconds(60);
  private static final Instant EVER = Instant.parse("2099-01-01T00:00:00Z");
  private static final double MOST_PERCENT = 20;

  /** A second, of each camera. */
  private static final int BITS = 4_000_000;

  private final int count;
  private final double minutes;
  private final RequirementTable bars = new RequirementTable();
  private List<String> addresses = List.of();

  private RecordingCamerasRun(String[] args) {
    count = args.length > 0 ? Integer.parseInt(args[0]) : 16;
    minutes = args.length > 1 ? Double.parseDouble(args[1]) : 60;
  }

  /** Ends with exit code 1 where a bar is missed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    RecordingCamerasRun run = new RecordingCamerasRun(args);
    PacedStreams.inFolder("recording-cameras", run::run);
    System.exit(run.bars.missed() ? 1 : 0);
  }

  private void run(Path folder) throws IOException, InterruptedException {
    try (CamerasProcess cameras = CamerasProcess.drawn(count, 1920, 1080, BITS)) {
      addresses = cameras.addresses();
      List<String> sent = clip();
      try (Readers readers = new Readers(i -> List.of())) {
        TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
        RequirementTable.fact(
            "reading alone, % of a core", "%.2f", percent(READING, readers::check));
      }
      record(folder, sent);
    }
  }

  /** Hashes of the clip, as one who only reads gets it. */
  private List<String> clip() {
    List<String> hashes = new ArrayList<>();
    PacketTap tap = new PacketFeed(packet -> hashes.add(PacketHash.ofStream(packet)));
    try (Demuxer demuxer =
        Demuxer.open(DecoderSettings.network(addresses.getFirst()), () -> false, List.of(tap))) {
      demuxer.opened();
      while (hashes.size() < CamerasProcess.PICTURES) {
        demuxer.read();
      }
    }
    return hashes;
  }

  private void record(Path folder, List<String> sent) throws IOException, InterruptedException {
    Path recordings = folder.resolve("recordings");
    List<AtomicLong> counts = new ArrayList<>();
    double percent;
    RecordingStore store = store(recordings);
    try (store) {
      store.recover();
      try (Readers readers =
          new Readers(
              i -> {
                AtomicLong taken = new AtomicLong();
                counts.add(taken);
                return List.of(
                    new PacketFeed(_ -> taken.incrementAndGet()),
                    store.recorder(PacedStreams.id(i), SETTINGS));
              })) {
        TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
        percent = percent(Duration.ofMillis((long) (minutes * 60_000)), readers::check);
        RequirementTable.fact(
            "resident memory, MB", "%d", ProcessFootprint.residentKilobytes() / 1024);
      }
      for (int i = 0; i < count; i++) {
        Duration slow =
            store
                .status(PacedStreams.id(i))
                .lost()
                .getOrDefault(RecordingLoss.SLOW_DISK, Duration.ZERO);
        if (slow.isPositive()) {
          RequirementTable.fact("lost to a slow disk by " + PacedStreams.id(i), "%s", slow);
        }
      }
      RequirementTable.fact(
          "making a file safe, ms",
          "%.0f (%d)",
          store.syncNanos() / 1e6 / store.syncs(),
          store.syncs());
    }
    bars.atMost("reading and recording, % of a core", percent, MOST_PERCENT);
    bars.atMost("of that a camera", percent / count, MOST_PERCENT / 16);
    try (RecordingStore again = store(recordings)) {
      verify(again, counts, sent);
    }
  }

  private static RecordingStore store(Path folder) {
    return RecordingStore.open(
        folder,
        () -> new RetentionLimits(1L << 40, 0, _ -> Duration.ofDays(3_650)),
        InstantSource.system());
  }

  private void verify(RecordingStore store, List<AtomicLong> counts, List<String> sent)
      throws IOException {
    long gaps = 0;
    long packets = 0;
    long expected = 0;
    long wrong = 0;
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      List<RecordedSegment> files =
          store.index().segments(PacedStreams.id(i), Instant.EPOCH, EVER, 100_000);
      gaps +=
          store
                  .index()
                  .timeline(PacedStreams.id(i), Instant.EPOCH, EVER, Duration.ofDays(7))
                  .all()
                  .size()
              - 1;
      Instant end = files.getFirst().startsAt();
      List<String> hashes = new ArrayList<>();
      for (RecordedSegment file : files) {
        gaps += file.startsAt().equals(end) ? 0 : 1;
        end = file.endsAt();
        bytes += Files.size(store.file(file));
        PacketFeed.read(store.file(file), packet -> hashes.add(PacketHash.ofFile(packet)));
      }
      for (int n = 0; n < hashes.size(); n++) {
        wrong += hashes.get(n).equals(sent.get(n % sent.size())) ? 0 : 1;
      }
      packets += hashes.size();
      expected += counts.get(i).get();
    }
    RequirementTable.fact(
        "megabit a second and camera", "%.2f", bytes * 8e-6 / packets * Camera.RATE);
    RequirementTable.fact("packets that were sent", "%d", expected);
    bars.atMost("gaps in the index", gaps, 0);
    bars.atMost("packets that are not in the files", expected - packets, 0);
    bars.atMost("packets that are not as they were sent", wrong, 0);
  }

  /** Of a core that this process takes meanwhile. */
  private static double percent(Duration time, Runnable check) throws InterruptedException {
    long cpu = cpu();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < time.toNanos()) {
      TimeUnit.SECONDS.sleep(1);
      check.run();
    }
    return 100.0 * (cpu() - cpu) / (System.nanoTime() - begun);
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Who sees the packets of a camera. */
  @FunctionalInterface
  private interface Taps {
    List<PacketTap> of(int camera);
  }

  /** A thread for each camera, as long as it is open. */
  private final class Readers implements AutoCloseable {
    private final AtomicBoolean end = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();

    Readers(Taps taps) {
      for (int i = 0; i < count; i++) {
        String address = addresses.get(i);
        List<PacketTap> seen = taps.of(i);
        threads.add(Thread.ofPlatform().start(() -> read(address, seen)));
      }
    }

    private void read(String address, List<PacketTap> seen) {
      try (Demuxer demuxer = Demuxer.open(DecoderSettings.network(address), () -> false, seen)) {
        demuxer.opened();
        while (!end.get() && demuxer.read() != null) {
          // the taps see it
        }
      }
    }

    void check() {
      if (!threads.stream().allMatch(Thread::isAlive)) {
        throw new IllegalStateException("a camera is no longer read");
      }
    }

    @Override
    public void close() {
      end.set(true);
      try {
        for (Thread thread : threads) {
          thread.join();
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
