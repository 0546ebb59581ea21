package sluice.stage.sink.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sluice.testing.Colors.assertNear;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.LivePicture;
import sluice.core.LiveViewer;
import sluice.core.NativeMemory;
import sluice.core.Orientation;
import sluice.core.TestPicture;
import sluice.stage.sink.Results;
import sluice.video.image.CanvasColors;

/** Pictures are drawn for those who ask, once, and nothing of it is left when they have gone. */
@Timeout(60)
class LivePainterIT {
  private static final int OFTEN = 1_000;

  private final long heldBefore = NativeMemory.bytes();
  private final DrawnStream lobby = new DrawnStream();
  private final List<DrawnStream> streams = new ArrayList<>(List.of(lobby));
  private LivePainter painter = new LivePainter(OFTEN);
  private Runnable bell = painter.came("lobby", lobby);

  /** Whatever a test did, it ends so. */
  @AfterEach
  void nothingIsHeld() {
    painter.close();
    streams.forEach(DrawnStream::close);
    assertThat(streams).allMatch(stream -> stream.openReferences() == 0);
    assertThat(painter.counts().canvases()).isZero();
    assertThat(NativeMemory.bytes()).isEqualTo(heldBefore);
  }

  private void slow(int fps) {
    painter.close();
    painter = new LivePainter(fps);
    bell = painter.came("lobby", lobby);
  }

  /** A viewer that takes every picture that it is notified of, and requests the next at once. */
  private final class Eager implements AutoCloseable {
    final BlockingQueue<LivePicture> got = new LinkedBlockingQueue<>();
    private final LiveViewer watch;

    Eager(String stream, int width) {
      watch = painter.watch(stream, width, this::take);
      take();
    }

    private void take() {
      for (var next = next(); next.isPresent(); next = next()) {
        got.add(next.get());
      }
    }

    private Optional<LivePicture> next() {
      LiveViewer opened = watch;
      return opened == null ? Optional.empty() : opened.next();
    }

    LivePicture take(long number) throws InterruptedException {
      LivePicture picture = got.poll(20, TimeUnit.SECONDS);
      assertThat(picture).isNotNull();
      assertThat(picture.number()).isEqualTo(number);
      return picture;
    }

    @Override
    public void close() {
      watch.close();
    }
  }

  private void come(int width, int height) {
    lobby.come(width, height);
    bell.run();
  }

  private static BufferedImage read(LivePicture picture) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.jpeg()));
    assertThat(image.getWidth()).isEqualTo(picture.width());
    assertThat(image.getHeight()).isEqualTo(picture.height());
    return image;
  }

  @Test
  void picture_isDrawnOnce_perWidth() throws Exception {
    try (Eager first = new Eager("lobby", 320);
        Eager second = new Eager("lobby", 320);
        Eager third = new Eager("lobby", 640)) {
      for (int i = 0; i < 3; i++) {
        come(1920, 1080);
        LivePicture picture = first.take(i);
        assertThat(picture.stream()).isEqualTo("lobby");
        assertThat(picture.at()).isEqualTo(Results.DECODED);
        assertThat(second.take(i).jpeg()).isSameAs(picture.jpeg());
        assertThat(third.take(i).width()).isEqualTo(640);
        assertThat(read(picture).getHeight()).isEqualTo(180);
      }
      assertThat(painter.counts().pictures()).isEqualTo(6);
      assertThat(painter.counts().canvases()).isEqualTo(2);
      assertThat(painter.counts().cpuNanos()).isPositive();
      assertThat(painter.counts().bytes()).isPositive();
    }
  }

  @Test
  void picture_isNotUpscaled() throws Exception {
    try (Eager small = new Eager("lobby", 320);
        Eager large = new Eager("lobby", 1280)) {
      come(401, 301);
      assertThat(read(large.take(0)).getWidth()).isEqualTo(401);
      assertThat(read(small.take(0)).getHeight()).isEqualTo(240);
      come(100, 3);
      assertThat(read(large.take(1)).getHeight()).isEqualTo(3);
      assertThat(read(small.take(1)).getWidth()).isEqualTo(100);
    }
  }

  @Test
  void detections_areDrawn() throws Exception {
    try (Eager watcher = new Eager("lobby", 1280)) {
      lobby.come(1280, 720, Results.person(0.5f, 0.25f, 0.5f, 0.75f, 0.875f));
      bell.run();
      BufferedImage shown = read(watcher.take(0));
      assertNear(shown.getRGB(321, 500), CanvasColors.of(1), 70);
      assertNear(shown.getRGB(640, 500), 0x808080, 20);
    }
  }

  @Test
  void rotatedPicture_isDrawnUpright() throws Exception {
    try (Eager watcher = new Eager("lobby", 320)) {
      lobby.come(TestPicture.yuv420p(640, 320, new Orientation(90, false), (x, y) -> 0xC0C0C0));
      bell.run();
      LivePicture picture = watcher.take(0);
      assertThat(picture.height()).isEqualTo(640);
      assertNear(read(picture).getRGB(100, 500), 0xC0C0C0, 10);
    }
  }

  @Test
  void painter_drawsNothing_withoutDemand() throws Exception {
    come(640, 360);
    try (LiveViewer idle = painter.watch("lobby", 320, () -> {});
        LiveViewer other = painter.watch("other", 320, () -> {})) {
      assertThat(other.next()).isEmpty();
      come(640, 360);
      assertThat(painter.counts().pictures()).isZero();
      assertThat(idle.next()).as("asked now").isEmpty();
      await().until(() -> painter.counts().pictures() == 1);
      try (Eager wider = new Eager("lobby", 640)) {
        wider.take(1);
        come(640, 360);
        wider.take(2);
      }
      assertThat(painter.counts().pictures()).as("one, and two for another width").isEqualTo(3);
    }
  }

  @Test
  void whoLeavesWhileThingsAreFreed_isNoticed() throws Exception {
    come(64, 48);
    for (int i = 0; i < 300; i++) {
      try (Eager narrow = new Eager("lobby", 320);
          Eager wide = new Eager("lobby", 640)) {
        narrow.take(0);
        wide.take(0);
      }
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> !painter.isWorking());
      assertThat(painter.counts().canvases()).isZero();
    }
  }

  @Test
  void lateViewer_getsTheNewestPicture() throws Exception {
    for (int i = 0; i < 10; i++) {
      come(64, 48);
    }
    assertThat(lobby.openReferences()).isEqualTo(1);
    try (Eager watcher = new Eager("lobby", 320)) {
      watcher.take(9);
      try (Eager later = new Eager("lobby", 320)) {
        assertThat(later.take(9)).as("what was drawn already").isNotNull();
        assertThat(painter.counts().pictures()).isEqualTo(1);
      }
    }
  }

  @Test
  void drawing_isLimitedToTheRate() {
    slow(2);
    long start = System.nanoTime();
    try (Eager watcher = new Eager("lobby", 320)) {
      await()
          .pollInterval(1, TimeUnit.MILLISECONDS)
          .until(
              () -> {
                come(64, 48);
                return watcher.got.size() == 3;
              });
    }
    long halves = (System.nanoTime() - start) / TimeUnit.MILLISECONDS.toNanos(500);
    assertThat(painter.counts().pictures()).isLessThanOrEqualTo(halves + 1);
    assertThat(lobby.count()).isGreaterThan(3);
  }

  @Test
  void busyStream_doesNotStarveOtherStreams() throws Exception {
    DrawnStream yard = new DrawnStream();
    streams.add(yard);
    Runnable yards = painter.came("yard", yard);
    try (Eager busy = new Eager("lobby", 640);
        Eager calm = new Eager("yard", 320)) {
      for (int i = 0; i < 20; i++) {
        come(640, 360);
        yard.come(64, 48);
        yards.run();
        calm.take(i);
      }
      assertThat(busy.got).isNotEmpty();
    }
  }

  @Test
  void lastWatchClosed_freesEverything() throws Exception {
    Eager first = new Eager("lobby", 320);
    Eager second = new Eager("lobby", 320);
    come(640, 360);
    first.take(0);
    second.take(0);
    first.close();
    first.close();
    come(640, 360);
    second.take(1);
    assertThat(painter.counts().canvases()).isEqualTo(1);
    second.close();
    await().until(() -> painter.counts().canvases() == 0);
    assertThat(NativeMemory.bytes()).isEqualTo(heldBefore);
    await().until(() -> !painter.isWorking());
    come(640, 360);
    assertThat(painter.counts().pictures()).isEqualTo(2);

    try (Eager third = new Eager("lobby", 320)) {
      third.take(2);
    }
  }

  @Test
  void removedStream_holdsNothing_andMayBeAddedAgain() throws Exception {
    try (Eager watcher = new Eager("lobby", 320)) {
      come(640, 360);
      watcher.take(0);
      painter.went("lobby", lobby);
      await().until(() -> painter.counts().canvases() == 0);

      DrawnStream again = new DrawnStream();
      streams.add(again);
      Runnable news = painter.came("lobby", again);
      painter.went("lobby", lobby);
      again.come(640, 360);
      news.run();
      watcher.take(0);
    }
  }

  @Test
  void watch_mayPrecedeItsStream() throws Exception {
    try (Eager watcher = new Eager("late", 320)) {
      DrawnStream late = new DrawnStream();
      streams.add(late);
      Runnable news = painter.came("late", late);
      late.come(64, 48);
      news.run();
      watcher.take(0);
    }
  }

  @Test
  void undrawablePicture_isSkipped() throws Exception {
    try (Eager watcher = new Eager("lobby", 320)) {
      come(640, 360);
      watcher.take(0);
      TestPicture bad = TestPicture.bgr24(640, 360);
      lobby.take(new UnknownFormat(bad));
      bell.run();
      await().until(() -> painter.counts().canvases() == 0);
      assertThat(watcher.got).isEmpty();
      come(640, 360);
      watcher.take(2);
      assertThat(bad.openReferences()).isZero();
    }
  }

  @Test
  void close_freesEverything_withOpenWatch() throws Exception {
    Eager watcher = new Eager("lobby", 320);
    come(640, 360);
    watcher.take(0);
    painter.close();
    assertThat(painter.counts().canvases()).isZero();
    assertThat(NativeMemory.bytes()).isEqualTo(heldBefore);
    come(640, 360);
    assertThat(watcher.watch.next()).isEmpty();
    assertThat(painter.watch("lobby", 640, () -> {}).next()).isEmpty();
    watcher.close();
  }

  /** The same seed each time; interleavings differ. What is left is counted after each test. */
  @Test
  void concurrentWatches_leaveNothingOpen() throws Exception {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Random random = new Random(i);
      all.add(Thread.ofPlatform().start(() -> comeAndGo(random)));
    }
    DrawnStream other = new DrawnStream();
    streams.add(other);
    for (int i = 0; i < 300; i++) {
      come(64, 48);
      if (i % 10 == 9) {
        painter.went("lobby", lobby);
        bell = painter.came("lobby", i % 20 == 9 ? other : lobby);
      }
    }
    for (Thread thread : all) {
      thread.join();
    }
    await().until(() -> !painter.isWorking());
    assertThat(painter.watches()).isZero();
  }

  private void comeAndGo(Random random) {
    for (int i = 0; i < 100; i++) {
      int width = LivePicture.WIDTHS.get(random.nextInt(LivePicture.WIDTHS.size()));
      try (LiveViewer watch = painter.watch("lobby", width, () -> {})) {
        for (int asked = random.nextInt(5); asked > 0; asked--) {
          var _ = watch.next();
          Thread.onSpinWait();
        }
      }
    }
  }
}
