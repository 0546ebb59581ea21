package sluice.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.recording.RecordedEvent;
import sluice.core.recording.RecorderState;
import sluice.core.recording.RecordingLoss;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.video.TestClip;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.Demuxer;
import sluice.video.demux.PacketTap;

/**
 * Disks that fill up, can't be written any more, and are taken away, on file systems in memory;
 * skipped where these can't be mounted.
 */
@Timeout(120)
class StoreDiskIT {
  private static final Instant EVER = Instant.parse("2099-01-01T00:00:00Z");

  /** In which recording goes on after there is room. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** A stream is never held up by longer, on a busy machine. */
  private static final Duration LONGEST_READ = Duration.ofSeconds(5);

  private static final int FASTER = 20;

  @TempDir Path folder;
  private final long begun = System.nanoTime();
  private final Instant began = Instant.now();
  private final Deque<Path> mounted = new ArrayDeque<>();
  private final AtomicLong packets = new AtomicLong();
  private final AtomicBoolean end = new AtomicBoolean();
  private Path recordings;
  private RecordingStore store;
  private Thread camera;

  @BeforeEach
  void mountDisk() throws Exception {
    recordings = Files.createDirectory(folder.resolve("recordings"));
    mount("-t", "tmpfs", "-o", "size=16m", "none", recordings);
  }

  @AfterEach
  void close() throws Exception {
    end.set(true);
    if (camera != null) {
      assertThat(camera.join(LONGEST_READ)).as("the stream isn't held up").isTrue();
      store.close();
    }
    while (!mounted.isEmpty()) {
      run("umount", "-l", mounted.pop());
    }
  }

  private void mount(Object... words) throws Exception {
    Object[] all = new Object[words.length + 1];
    all[0] = "mount";
    System.arraycopy(words, 0, all, 1, words.length);
    assumeTrue(run(all), "nothing can be mounted here");
    mounted.push((Path) words[words.length - 1]);
  }

  private static boolean run(Object... words) throws Exception {
    List<String> command = List.of(words).stream().map(Object::toString).toList();
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return false; // there is no such program
    }
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }

  /** A clock by which a second takes a twentieth of one. */
  private long nanos() {
    return (System.nanoTime() - begun) * FASTER;
  }

  private Instant now() {
    return began.plusNanos(nanos());
  }

  /** Records a clip over and over, in a time that is as much faster. */
  private void record() throws InterruptedException {
    store =
        RecordingStore.open(
            recordings,
            () -> new RetentionLimits(1L << 40, 0, _ -> Duration.ofDays(3_650)),
            InstantSource.system());
    store.recover();
    Path clip =
        new TestClip()
            .gop(25)
            .coded("libopenh264", "yuv420p")
            .write(folder.resolve("clip.mp4"), 50);
    PacketTap tap =
        store.recorder(
            "yard",
            RecordingSettings.OFF.with(RecordingMode.CONTINUOUS, Duration.ofSeconds(1)),
            this::now,
            this::nanos);
    camera = Thread.ofPlatform().start(() -> feed(clip, tap));
    await().atMost(LIMIT).until(() -> is(RecorderState.Condition.RECORDING));
  }

  private void feed(Path clip, PacketTap tap) {
    while (!end.get()) {
      try (Demuxer demuxer = Demuxer.open(DecoderSettings.file(clip), () -> false, List.of(tap))) {
        while (demuxer.read() != null) {
          packets.incrementAndGet();
          TimeUnit.MILLISECONDS.sleep(40 / FASTER);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private RecorderState state() {
    return store.status("yard").state();
  }

  private boolean is(RecorderState.Condition condition) {
    return state().condition() == condition;
  }

  /** The state says why, in words that match a pattern. */
  private void awaitInterruption(String reason) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              assertThat(state().condition()).isEqualTo(RecorderState.Condition.INTERRUPTED);
              assertThat(state().reason()).containsPattern(reason);
            });
  }

  /** Writing goes on in time, and what is written can be found. */
  private void awaitRecording() {
    Instant now = now();
    await()
        .atMost(LIMIT)
        .until(
            () ->
                store.index().segments("yard", now, EVER, 100).stream()
                    .map(store::file)
                    .anyMatch(Files::exists));
  }

  private long lost(RecordingLoss cause) {
    return store.status("yard").lost().getOrDefault(cause, Duration.ZERO).toNanos();
  }

  @Test
  void diskThatSomebodyElseFills_stopsRecordingOnly_untilThereIsRoom() throws Exception {
    record();
    Path other = recordings.resolve("other");
    fill(other);

    awaitInterruption("No space left|has no room"); // of a file, or of the index
    assertThat(lost(RecordingLoss.DISK_ERROR)).isPositive();
    Files.delete(other);
    awaitRecording();

    end.set(true);
    camera.join();
    store.close();
    assertThat(sizes()).isEqualTo(rows());
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[4_096];
    try (var out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private List<String> sizes() throws IOException {
    try (var files = Files.walk(recordings.resolve("yard"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> recordings.relativize(file) + " " + file.toFile().length())
          .sorted()
          .toList();
    }
  }

  private List<String> rows() {
    try (RecordingStore again = store = reopened()) {
      assertThat(again.index().endedCleanly()).as("nothing was left to be looked at").isTrue();
      return again.index().segments("yard", Instant.EPOCH, EVER, 100_000).stream()
          .map(row -> row.file() + " " + row.bytes())
          .sorted()
          .toList();
    }
  }

  private RecordingStore reopened() {
    return RecordingStore.open(
        recordings,
        () -> new RetentionLimits(1L << 40, 0, _ -> Duration.ofDays(3_650)),
        InstantSource.system());
  }

  @Test
  void diskThatCanNoLongerBeWritten_stopsRecordingOnly_untilItCan() throws Exception {
    Path yard = Files.createDirectory(recordings.resolve("yard"));
    mount("-t", "tmpfs", "-o", "size=16m", "none", yard);
    record();
    // While a file is open, a file system isn't made read-only: between two of them.
    await().atMost(LIMIT).until(() -> run("mount", "-o", "remount,ro", yard));

    awaitInterruption("Read-only file system");
    assertThat(lost(RecordingLoss.DISK_ERROR)).isPositive();
    assertThat(run("mount", "-o", "remount,rw", yard)).isTrue();
    awaitRecording();
  }

  @Test
  void diskThatHangs_holdsUpNoCamera_andWhatItMissesIsCounted() throws Exception {
    Path image = folder.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(32L << 20);
    }
    assumeTrue(run("mkfs.ext4", "-q", "-F", image), "no file system can be made here");
    mount("-o", "loop", image, recordings);
    record();
    assumeTrue(run("fsfreeze", "-f", recordings), "no file system can be frozen here");
    try {
      long before = packets.get();
      await().atMost(LIMIT).until(() -> packets.get() > before + 50 * FASTER);
      await().atMost(LIMIT).until(() -> state().reason().contains("the disk is slower"));
      assertThat(lost(RecordingLoss.SLOW_DISK)).isPositive();
    } finally {
      assertThat(run("fsfreeze", "-u", recordings)).isTrue();
    }
    awaitRecording();
  }

  @Test
  void diskThatIsTakenAway_stopsRecordingOnly_untilItIsBack_andItsPlaceStaysBare()
      throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    mount("--bind", recordings, disk);
    assertThat(run("umount", recordings)).isTrue();
    mounted.removeLastOccurrence(recordings);
    mount("--bind", disk, recordings);
    record();
    assertThat(run("umount", "-l", recordings)).isTrue();
    mounted.remove(recordings);

    awaitInterruption("isn't mounted");
    RecordedEvent event = event();
    store.tell(event, List.of());
    await().atMost(LIMIT).until(() -> store.index().events().find(event.id()).isPresent());
    assertThatThrownBy(() -> store.delete(event)).hasMessageContaining("isn't mounted");
    assertThat(recordings).isEmptyDirectory();
    mount("--bind", disk, recordings);
    awaitRecording();
    store.delete(event);
    assertThat(store.index().events().find(event.id())).isEmpty();
  }

  private RecordedEvent event() {
    Instant now = now();
    return new RecordedEvent(
        now.toEpochMilli() + "-yard-1",
        "yard",
        "person",
        Optional.empty(),
        now,
        now,
        false,
        0.5f,
        List.of(),
        List.of(),
        now,
        now,
        false,
        false);
  }
}
