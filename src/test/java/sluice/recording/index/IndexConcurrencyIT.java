package sluice.recording.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.recording.RecordedRun;
import sluice.core.recording.RecordedSegment;
import sluice.core.recording.RecordedSpan;

/** Many threads at one index. */
@Timeout(120)
class IndexConcurrencyIT {
  private static final Instant T0 = Instant.parse("2026-11-28T14:00:00Z");
  private static final int EACH = 300;

  @TempDir Path folder;
  private RecordingIndex index;

  @BeforeEach
  void open() {
    index = RecordingIndex.open(folder.resolve("recordings.db"));
  }

  @AfterEach
  void close() {
    index.close();
  }

  private RecordedSegment add(RecordedRun run, int second) {
    return index.addSegment(
        run,
        run.stream() + "/" + second,
        T0.plusSeconds(second),
        T0.plusSeconds(second + 1),
        Duration.ofSeconds(second),
        1,
        10);
  }

  private RecordedRun run(String stream) {
    return index.addRun(stream, T0, new byte[9], "avc1", 64, 48, false);
  }

  @Test
  void readers_seeWholeChanges_whileOthersWrite() throws Exception {
    List<RecordedRun> runs = List.of(run("a"), run("b"), run("c"));
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> writers = new ArrayList<>();
      for (RecordedRun run : runs) {
        writers.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < EACH; i++) {
                    RecordedSegment added = add(run, i);
                    if (i % 3 == 0) {
                      index.discard(List.of(added), T0);
                    }
                  }
                }));
      }
      CountDownLatch end = new CountDownLatch(1);
      List<Future<Long>> readers = new ArrayList<>();
      for (int i = 0; i < IndexReaders.MOST + 2; i++) {
        readers.add(
            threads.submit(
                () -> {
                  long looks = 0;
                  while (end.getCount() > 0) {
                    assertThat(index.totalBytes() % 10).isZero();
                    List<RecordedSpan> spans =
                        index.timeline("a", T0, T0.plusSeconds(EACH), Duration.ofSeconds(9)).all();
                    assertThat(spans).hasSizeLessThanOrEqualTo(1);
                    looks++;
                  }
                  return looks;
                }));
      }
      try {
        for (Future<?> writer : writers) {
          writer.get();
        }
      } finally {
        end.countDown();
      }
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    }
    assertThat(index.totalBytes()).isEqualTo(10L * runs.size() * EACH * 2 / 3);
    assertThat(index.garbage("", 1_000)).hasSize(runs.size() * EACH / 3);
  }

  @Test
  void aLongQuery_holdsNoChangeUp() throws Exception {
    RecordedRun run = run("a");
    add(run, 0);
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    IndexFailures failures = new IndexFailures(folder);
    IndexConnections connections = new IndexConnections(folder.resolve("recordings.db"));
    try (ExecutorService threads = Executors.newCachedThreadPool();
        IndexReaders readers = new IndexReaders(connections, failures)) {
      Future<Integer> query =
          threads.submit(
              () ->
                  readers.read(
                      c -> {
                        List<String> seen = new ArrayList<>();
                        Sql.each(
                            c,
                            "SELECT file FROM segment",
                            row -> {
                              seen.add(row.getString(1));
                              reading.countDown();
                              await(written);
                            });
                        return seen.size();
                      }));
      assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
      add(run, 1);
      assertThat(index.totalBytes()).isEqualTo(20);
      written.countDown();
      assertThat(query.get()).as("what was there when it began").isEqualTo(1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void runsThatAreAddedAtOnce_areOne() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<RecordedRun>> all = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        all.add(threads.submit(() -> run("a")));
      }
      RecordedRun first = all.getFirst().get();
      for (Future<RecordedRun> each : all) {
        assertThat(each.get()).isEqualTo(first);
      }
    }
  }
}
