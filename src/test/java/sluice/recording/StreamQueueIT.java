package sluice.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.recording.RecorderState;
import sluice.core.recording.RecordingLoss;
import sluice.recording.files.MediaParameters;
import sluice.recording.index.RecordingIndex;
import sluice.video.mux.Fragment;

class StreamQueueIT {
  private static final Instant BEGIN = Instant.parse("2026-10-25T00:59:50Z");

  @TempDir Path folder;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final RunFormat run =
      new RunFormat(BEGIN, new byte[8], new MediaParameters("avc1", 64, 48, false));
  private RecordingIndex index;
  private StreamQueue queue;
  private int offered;

  @BeforeEach
  void open() {
    index = RecordingIndex.open(folder.resolve("index.db"));
    StoreRoom room = new EndlessRoom();
    queue =
        new StreamQueue(
            "yard",
            tasks::add,
            new StreamWriter(
                "yard",
                folder,
                index,
                Duration.ofMinutes(1),
                room,
                new SegmentFinisher(folder, index, room)));
  }

  @AfterEach
  void close() {
    index.close();
  }

  private void offer(int bytes, Duration length) {
    offer(bytes, length, true);
  }

  private void offer(int bytes, Duration length, boolean key) {
    Duration start = length.multipliedBy(offered++);
    Fragment fragment = new Fragment(new byte[bytes], start, start.plus(length), key, 1);
    queue.offer(
        new RecordedFragment(
            run, fragment, BEGIN.plus(fragment.start()), BEGIN.plus(fragment.end())));
  }

  private void write() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Test
  void whatWaits_isBoundedByFragmentsBytesAndLength_andTheRestIsCounted() {
    for (int i = 0; i < StreamQueue.MOST_FRAGMENTS + 10; i++) {
      offer(1, Duration.ofMillis(1));
    }
    assertThat(queue.status().waiting()).isEqualTo(StreamQueue.MOST_FRAGMENTS);
    assertThat(tasks).hasSize(StreamQueue.MOST_FRAGMENTS);
    assertThat(queue.status().lost()).containsEntry(RecordingLoss.SLOW_DISK, Duration.ofMillis(10));
    write();
    queue.endRun();
    write();
    assertThat(queue.status().waiting()).isZero();
    assertThat(queue.status().bytes()).isEqualTo(StreamQueue.MOST_FRAGMENTS);

    offer((int) StreamQueue.MOST_BYTES + 1, Duration.ofMillis(1));
    offer(1, Duration.ofMillis(1));
    assertThat(queue.status().waiting()).as("one always may, and no more").isEqualTo(1);
    tasks.clear();
  }

  @Test
  void stateIsOfTheWriting_asLongAsASourceIsOpen() {
    assertThat(queue.status().state()).isEqualTo(RecorderState.WAITING);
    queue.opened();
    offer(1, Duration.ofSeconds(1));
    write();
    assertThat(queue.status().state()).isEqualTo(RecorderState.RECORDING);
    queue.interrupted("bad packets");
    assertThat(queue.status().state()).isEqualTo(RecorderState.interrupted("bad packets"));
    queue.opened();
    queue.closed();
    offer(1, Duration.ofSeconds(1));
    queue.endRun();
    write();
    assertThat(queue.status().state()).as("another is open").isEqualTo(RecorderState.RECORDING);
    offer(1, Duration.ofSeconds(1));
    queue.endRun();
    queue.closed();
    write();
    assertThat(queue.status().state()).as("written late").isEqualTo(RecorderState.WAITING);
  }

  @Test
  void fileThatIsClosedToBeDeleted_isNoGap_andWhatNeedsItsKeyFrameIsLeftOut() {
    queue.opened();
    offer(7, Duration.ofSeconds(1));
    offer(7, Duration.ofSeconds(1), false);
    AtomicInteger closed = new AtomicInteger();
    queue.close(BEGIN.plusSeconds(2), BEGIN.plusSeconds(9), closed::incrementAndGet);
    write();
    offer(7, Duration.ofSeconds(1), false);
    write();
    assertThat(queue.status().bytes()).as("not in the span: it goes on").isEqualTo(21);
    queue.close(BEGIN.plusSeconds(2), BEGIN.plusSeconds(9), closed::incrementAndGet);
    offer(7, Duration.ofSeconds(1), false);
    write();
    await().until(() -> closed.get() == 2);
    assertThat(index.segments("yard", BEGIN, BEGIN.plusSeconds(99), 9)).hasSize(1);
    assertThat(queue.status().bytes()).isEqualTo(21);
    assertThat(queue.status().lost()).containsEntry(RecordingLoss.SLOW_DISK, Duration.ZERO);
    assertThat(queue.status().state()).isEqualTo(RecorderState.RECORDING);
    offer(7, Duration.ofSeconds(1));
    write();
    assertThat(queue.status().bytes()).isEqualTo(28);
  }

  private static final class EndlessRoom implements StoreRoom {
    @Override
    public boolean isMissing() {
      return false;
    }

    @Override
    public String reason() {
      return "";
    }

    @Override
    public boolean look() {
      return false;
    }

    @Override
    public RecordingLoss loss() {
      return RecordingLoss.NO_ROOM;
    }

    @Override
    public void requireFolder() {}

    @Override
    public void grown(long bytes) {}

    @Override
    public void synced(long nanos) {}

    @Override
    public long nanos() {
      return System.nanoTime();
    }
  }
}
