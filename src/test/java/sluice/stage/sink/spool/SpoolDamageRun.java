package sluice.stage.sink.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Damages the files of small spools at random, closed ones, ones whose process was killed and open
 * ones, and holds each to what is promised: it opens; what is read is what was appended, in order;
 * no more is missing than the rest of each damaged segment; what is missing is counted, once;
 * appending goes on.
 *
 * <p>As a main class: {@code SpoolDamageRun ROUNDS [SEED]}; see {@code src/docs/long-runs.md}.
 */
public final class SpoolDamageRun {
  private static final int HEADER = RecordFormat.HEADER;

  /** How a spool was left before its files were damaged. */
  private enum Left {
    CLOSED,
    KILLED,
    OPEN
  }

  private final Random random;
  private final Path folder;
  private final Map<Long, byte[]> appended = new TreeMap<>();

  /** For each segment that is damaged, the offset from which on it is. */
  private final Map<Path, Long> damaged = new HashMap<>();

  private boolean positionDamaged;

  /** What follows the last record may have been one. */
  private boolean mayCountOneTooMany;

  private long lost;

  private SpoolDamageRun(long seed, Path folder) {
    this.random = new Random(seed);
    this.folder = folder;
  }

  /** Runs rounds; the summary on standard output. */
  public static void main(String[] args) throws Exception {
    int rounds = Integer.parseInt(args[0]);
    long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
    Path folder = Files.createTempDirectory("spool-damage");
    long start = System.nanoTime();
    try {
      System.out.println(run(rounds, seed, folder));
      System.out.println((System.nanoTime() - start) / 1_000_000 + " ms");
    } finally {
      deleteFiles(folder);
      Files.delete(folder);
    }
  }

  /**
   * Runs rounds in an empty folder.
   *
   * @return what was done, in a line
   * @throws AssertionError when a round doesn't hold; names the seed of the round
   */
  static String run(int rounds, long seed, Path folder) throws IOException {
    long appended = 0;
    long lost = 0;
    int losing = 0;
    for (int i = 0; i < rounds; i++) {
      deleteFiles(folder);
      SpoolDamageRun round = new SpoolDamageRun(seed + i, folder);
      try {
        round.run();
      } catch (IOException | RuntimeException | AssertionError e) {
        throw new AssertionError("the round of seed " + (seed + i), e);
      }
      appended += round.appended.size();
      lost += round.lost;
      losing += round.lost > 0 ? 1 : 0;
    }
    return rounds
        + " rounds, "
        + appended
        + " records; "
        + losing
        + " rounds lost "
        + lost
        + " records";
  }

  private void run() throws IOException {
    SpoolLimits limits = SpoolFolder.segmentsOf(1_700 + random.nextInt(8_000)); // room for all
    Left left = Left.values()[random.nextInt(3)];
    Spool first = open(limits);
    append(first, 1 + random.nextInt(60));
    first.acknowledge(random.nextInt(appended.size() + 1) - 1L);
    if (random.nextBoolean()) {
      first.savePosition();
    }
    append(first, random.nextInt(20));
    if (left == Left.CLOSED) {
      first.close();
    }
    long before = left == Left.OPEN ? first.firstWaiting() : waitingByFiles();
    Map<Long, Path> places = places();
    damageFiles();
    if (positionDamaged && left != Left.OPEN) {
      before = places.keySet().stream().mapToLong(Long::longValue).min().orElse(0);
    }
    Spool second = left == Left.OPEN ? first : open(limits);
    boolean exact = left == Left.OPEN || (left == Left.CLOSED && !positionDamaged);
    check(second, before, places, exact, left == Left.OPEN);
    if (left == Left.KILLED) {
      first.close(); // its files are the second one's now: only its descriptors matter
    }
  }

  private void check(
      Spool spool, long waiting, Map<Long, Path> places, boolean exact, boolean isOpen)
      throws IOException {
    long end = appended.size();
    Map<Long, byte[]> found = readAll(spool);
    places.forEach(
        (sequence, file) -> {
          if (sequence >= waiting && !damaged.containsKey(file)) {
            assertThat(found).as("what isn't damaged is there").containsKey(sequence);
          }
        });
    assertFromDamageOn(waiting, places, found);
    lost = end - waiting - found.keySet().stream().filter(sequence -> sequence >= waiting).count();
    assertCounted(spool, waiting, places, found, exact);

    long before = spool.status().lost(SpoolLoss.DAMAGED);
    long next = append(spool, 5);
    if (exact) {
      assertThat(next).as("sequences don't go back").isGreaterThanOrEqualTo(end);
    }
    Map<Long, byte[]> more = readAll(spool);
    long counted = spool.status().lost(SpoolLoss.DAMAGED);
    // Where nothing waited in an open segment nobody has read it yet: what comes behind is lost.
    assertThat(counted - before).isLessThanOrEqualTo(waiting == end && isOpen ? 5 : 0);
    assertThat(more).hasSize(found.size() + 5 - (int) (counted - before));
    assertThat(more.keySet()).containsAll(found.keySet());
    assertThat(spool.status().waitingRecords()).isEqualTo(more.size());
    spool.close();

    try (Spool again = open(SpoolFolder.WIDE)) {
      assertThat(readAll(again).keySet()).isEqualTo(more.keySet());
      assertThat(again.status().lost(SpoolLoss.DAMAGED))
          .as("not counted again, after %d", counted)
          .isZero();
    }
  }

  /** Records before the damage of a segment are there. */
  private void assertFromDamageOn(long waiting, Map<Long, Path> places, Map<Long, byte[]> found) {
    damaged.forEach(
        (file, offset) -> {
          long at = 0;
          for (Map.Entry<Long, Path> place : places.entrySet()) {
            if (place.getValue().equals(file)) {
              at += HEADER + content(place.getKey()).length;
              if (at <= offset && place.getKey() >= waiting) {
                assertThat(found).as("what is before the damage").containsKey(place.getKey());
              }
            }
          }
        });
  }

  private void assertCounted(
      Spool spool, long waiting, Map<Long, Path> places, Map<Long, byte[]> found, boolean exact) {
    long counted = spool.status().lost(SpoolLoss.DAMAGED);
    long most = lost + (mayCountOneTooMany ? 1 : 0);
    if (exact) {
      assertThat(counted).isBetween(lost, most);
      return;
    }
    Path newest = places.values().stream().max(Path::compareTo).orElseThrow();
    long known =
        places.entrySet().stream()
            .filter(place -> place.getKey() >= waiting && !place.getValue().equals(newest))
            .filter(place -> !found.containsKey(place.getKey()))
            .count();
    assertThat(counted).isBetween(known, most);
  }

  private void damageFiles() throws IOException {
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      List<Path> files = files(folder);
      Path file = files.get(random.nextInt(files.size()));
      Damage damage = Damage.values()[random.nextInt(Damage.values().length)];
      long offset = damage.apply(file, random);
      if (file.toString().endsWith(".segment")) {
        damaged.merge(file, offset, Math::min);
        mayCountOneTooMany |= damage == Damage.GARBAGE_APPENDED;
      } else {
        positionDamaged = true;
      }
    }
  }

  private Spool open(SpoolLimits limits) throws IOException {
    return Spool.open(
        folder, limits, () -> SpoolFolder.START, AppendFile.SYSTEM, (file, option) -> {});
  }

  /** Appends records, and returns the sequence of the first. */
  private long append(Spool spool, int count) throws IOException {
    long first = spool.end();
    for (int i = 0; i < count; i++) {
      byte[] content = new byte[random.nextInt(300)];
      random.nextBytes(content);
      appended.put(spool.append(content), content);
    }
    return first;
  }

  private Map<Long, byte[]> readAll(Spool spool) throws IOException {
    Map<Long, byte[]> found = new TreeMap<>();
    long next = 0;
    List<SpoolRecord> batch = spool.read(next, 10, Long.MAX_VALUE);
    while (!batch.isEmpty()) {
      for (SpoolRecord record : batch) {
        assertThat(record.sequence()).isGreaterThanOrEqualTo(next);
        assertThat(record.bytes()).isEqualTo(content(record.sequence()));
        found.put(record.sequence(), record.bytes());
        next = record.sequence() + 1;
      }
      batch = spool.read(next, 10, Long.MAX_VALUE);
    }
    return found;
  }

  private byte[] content(long sequence) {
    byte[] content = appended.get(sequence);
    if (content == null) {
      throw new AssertionError("nothing was appended with sequence " + sequence);
    }
    return content;
  }

  /** What the files say is acknowledged. */
  private long waitingByFiles() throws IOException {
    long first =
        files(folder).stream()
            .filter(file -> file.toString().endsWith(".segment"))
            .mapToLong(SegmentFiles::first)
            .min()
            .orElse(0);
    return Math.max(first, PositionFile.read(folder).map(Position::acknowledged).orElse(0L));
  }

  /** In which file each record is. */
  private Map<Long, Path> places() throws IOException {
    Map<Long, Path> places = new TreeMap<>();
    List<Path> segments = SegmentFiles.list(folder);
    for (int i = 0; i < segments.size(); i++) {
      long end =
          i + 1 < segments.size() ? SegmentFiles.first(segments.get(i + 1)) : appended.size();
      for (long sequence = SegmentFiles.first(segments.get(i)); sequence < end; sequence++) {
        places.put(sequence, segments.get(i));
      }
    }
    return places;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.sorted().toList());
    }
  }

  private static void deleteFiles(Path folder) throws IOException {
    for (Path file : files(folder)) {
      Files.delete(file);
    }
  }
}
