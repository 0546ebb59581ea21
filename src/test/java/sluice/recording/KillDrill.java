package sluice.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import sluice.core.recording.RecordedSegment;
import sluice.recording.files.SegmentPath;
import sluice.testing.ChildJvm;
import sluice.testing.Ffprobe;
import sluice.testing.PacedStreams;
import sluice.video.TestClip;
import sluice.video.decode.Decoder;

/** Kills a process that records, and looks at what is left. For one thread. */
final class KillDrill {
  /** Pictures of a group; 25 are a second. */
  static final int GROUP = 10;

  private static final int PICTURES = 105;
  private static final int PATIENCE_SECONDS = 60;
  private static final Instant EVER = Instant.parse("2099-01-01T00:00:00Z");

  private final int streams;
  private final boolean ffprobe;
  private final Path recordings;
  private final Path clip;
  private final Path counts;
  private final Path log;
  private final Set<String> seen = new HashSet<>();

  /**
   * What a kill cost, and whether all is in order.
   *
   * @param fed packets that the recorders were given, of all streams
   * @param mostLost of them, those of one stream that are in no file, at most
   * @param files that are new
   * @param unplayable of them
   * @param unequal files and rows of which the other is missing or says otherwise, of all rounds
   */
  record Round(long fed, long mostLost, int files, int unplayable, int unequal) {}

  /**
   * A drill that has done nothing yet.
   *
   * @param ffprobe whether that program is to read each file too
   */
  KillDrill(Path folder, int streams, boolean ffprobe) {
    this.streams = streams;
    this.ffprobe = ffprobe;
    recordings = folder.resolve("recordings");
    counts = folder.resolve("counts");
    log = folder.resolve("log");
    clip =
        new TestClip()
            .size(192, 128)
            .gop(GROUP)
            .coded("libopenh264", "yuv420p")
            .write(folder.resolve("clip.mp4"), PICTURES);
  }

  /** Records, kills the process after so long, and makes index and files agree. */
  Round round(Duration after) throws IOException, InterruptedException {
    Files.write(counts, new byte[streams * Long.BYTES]);
    Process child =
        new ProcessBuilder(
                ChildJvm.command(
                    List.of("-XX:TieredStopAtLevel=1"),
                    RecordingChild.class,
                    recordings,
                    streams,
                    clip,
                    counts))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Awaitility.await("it records")
          .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .until(() -> !child.isAlive() || fed(streams - 1) > 0);
      if (child.waitFor(after.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the recorder has ended: " + Files.readString(log));
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    return look();
  }

  private long fed(int stream) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(counts)).getLong(stream * Long.BYTES);
  }

  private boolean plays(Path file, int packets) throws IOException, InterruptedException {
    return packets > 0
        && pictures(file) == packets
        && (!ffprobe || Ffprobe.pictures(file).equals(Integer.toString(packets)));
  }

  private Round look() throws IOException, InterruptedException {
    try (RecordingStore store = RecordingChild.open(recordings)) {
      store.recover();
      long fed = 0;
      long mostLost = 0;
      int files = 0;
      int unplayable = 0;
      for (int i = 0; i < streams; i++) {
        long recorded = 0;
        for (RecordedSegment file : rows(store, i)) {
          if (seen.add(file.file())) {
            int packets = PacketFeed.count(store.file(file));
            files++;
            unplayable += plays(store.file(file), packets) ? 0 : 1;
            recorded += packets;
          }
        }
        fed += fed(i);
        mostLost = Math.max(mostLost, fed(i) - recorded);
      }
      return new Round(fed, mostLost, files, unplayable, unequal(store));
    }
  }

  private static List<RecordedSegment> rows(RecordingStore store, int stream) {
    return store.index().segments(PacedStreams.id(stream), Instant.EPOCH, EVER, 100_000);
  }

  private int unequal(RecordingStore store) throws IOException {
    TreeMap<String, Long> onDisk = new TreeMap<>();
    try (Stream<Path> all = Files.walk(recordings)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = recordings.relativize(file).toString();
        if (SegmentPath.parse(name).isPresent()) {
          onDisk.put(name, Files.size(file));
        }
      }
    }
    TreeMap<String, Long> inIndex = new TreeMap<>();
    for (int i = 0; i < streams; i++) {
      rows(store, i).forEach(row -> inIndex.put(row.file(), row.bytes()));
    }
    Set<String> both = new TreeSet<>(onDisk.keySet());
    both.addAll(inIndex.keySet());
    both.removeIf(name -> inIndex.getOrDefault(name, -1L).equals(onDisk.get(name)));
    return both.size();
  }

  private static int pictures(Path file) {
    int pictures = 0;
    try (Decoder decoder = TestClip.decoder(file)) {
      for (var picture = decoder.next(); picture != null; picture = decoder.next()) {
        picture.picture().close();
        pictures++;
      }
      return decoder.damagedPackets() == 0 ? pictures : -1;
    }
  }

  /** All rows but for their numbers. */
  List<String> rows() throws InterruptedException {
    try (RecordingStore store = RecordingChild.open(recordings)) {
      store.recover();
      List<String> all = new ArrayList<>();
      for (int i = 0; i < streams; i++) {
        for (RecordedSegment row : rows(store, i)) {
          all.add(
              "%s %s %s %s %d %d"
                  .formatted(
                      row.file(),
                      row.startsAt(),
                      row.endsAt(),
                      row.mediaStart(),
                      row.initBytes(),
                      row.bytes()));
        }
      }
      return all;
    }
  }

  /** Overwrites bytes of the index all over, its head too where that is wanted. */
  void damageIndex(boolean head, Random random) throws IOException {
    try (FileChannel file =
        FileChannel.open(recordings.resolve("index.db"), StandardOpenOption.WRITE)) {
      for (long at = head ? 0 : 4_096; at < file.size(); at += 1_000) {
        byte[] noise = new byte[64];
        random.nextBytes(noise);
        file.write(ByteBuffer.wrap(noise), at);
      }
    }
  }

  /** Deletes the index, and what SQLite has beside it. */
  void deleteIndex() throws IOException {
    for (String name : List.of("index.db", "index.db-wal", "index.db-shm")) {
      Files.deleteIfExists(recordings.resolve(name));
    }
  }
}
