package sluice.app.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Box;
import sluice.core.NativeMemory;
import sluice.core.Picture;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneListener;
import sluice.testing.SceneSamples;
import sluice.video.TestClip;
import sluice.video.decode.Decoder;
import sluice.video.image.SharedFrame;

/** Best pictures out of pictures that FFmpeg decoded; nothing of them may be left. */
@Timeout(60)
class RunPicturesIT {
  private static final Box BOX = new Box(0.25f, 0.25f, 0.5f, 0.75f);

  @TempDir Path folder;

  private final long before = NativeMemory.bytes();
  private final StreamScenes scenes =
      new StreamScenes(InstantSource.system(), id -> SceneListener.NONE);
  private Decoder decoder;
  private Picture picture;
  private long decoded;

  @BeforeEach
  void decode() {
    Path clip =
        new TestClip()
            .size(1600, 800)
            .painted((number, x, y) -> x < 800 ? 0xE02020 : 0x2020E0)
            .write(folder.resolve("a.mp4"), 1);
    decoder = TestClip.decoder(clip);
    picture = Objects.requireNonNull(decoder.next()).picture();
    decoded = NativeMemory.bytes();
  }

  @AfterEach
  void nothingIsLeft() {
    picture.close();
    decoder.close();
    scenes.close();
    assertThat(NativeMemory.bytes()).isEqualTo(before);
    assertThat(SharedFrame.open()).isZero();
  }

  private Optional<byte[]> jpeg(String stream, long object) {
    return scenes.picture(stream, object).toCompletableFuture().join();
  }

  private static BufferedImage read(byte[] jpeg) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(jpeg));
  }

  private long crops() {
    return NativeMemory.bytes() - decoded;
  }

  @Test
  void bestPicture_isThereOnceItIsSettled_withABorder_andNotLargerThanNeeded() throws IOException {
    ObjectPictures pictures = scenes.forRun("yard").pictures();
    pictures.better(1, picture, BOX);
    assertThat(jpeg("yard", 1)).isEmpty();
    pictures.settle(1);

    BufferedImage image = read(jpeg("yard", 1).orElseThrow());

    // 0.25 and 0.5 of the picture and a fifth of that are 480x480 pixels: as they are.
    assertThat(image.getWidth()).isBetween(480, 482);
    assertThat(image.getHeight()).isBetween(480, 482);
    assertThat(image.getRGB(100, 100) >> 16 & 255).isGreaterThan(200);
    pictures.better(1, picture, new Box(0.5f, 0, 1, 1));
    pictures.settle(1);
    image = read(jpeg("yard", 1).orElseThrow());
    assertThat(image.getWidth()).isEqualTo(RunPictures.MOST_SIDE);
    assertThat(image.getRGB(600, 100) & 255).isGreaterThan(200);
    assertThat(scenes.objects("yard").pictured()).containsExactly(1L);
  }

  @Test
  void endedObject_keepsItsPicture_onlyWhereItWasSettled() {
    ObjectPictures pictures = scenes.forRun("yard").pictures();
    pictures.better(1, picture, BOX);
    pictures.better(2, picture, BOX);
    pictures.settle(1);
    pictures.forget(1);
    pictures.forget(2);
    pictures.settle(2);
    assertThat(jpeg("yard", 1)).isPresent();
    assertThat(jpeg("yard", 2)).isEmpty();
    await().until(() -> crops() == 0);
  }

  @Test
  void cropsThatWait_areBounded_theOldestGo() {
    ObjectPictures pictures = scenes.forRun("yard").pictures();
    Box small = new Box(0.5f, 0.5f, 0.55f, 0.6f);
    pictures.better(1, picture, small);
    long one = crops();
    assertThat(one).isPositive();
    for (long object = 2; object <= 100; object++) {
      pictures.better(object, picture, small);
    }
    assertThat(crops()).isEqualTo(RunPictures.MOST_CROPS * one);
    for (long object = 1; object <= 100; object++) {
      pictures.settle(object);
    }
    assertThat(jpeg("yard", 36)).isEmpty();
    assertThat(jpeg("yard", 37)).isPresent();
    await().until(() -> scenes.objects("yard").pictured().size() == RunPictures.MOST_CROPS);
  }

  @Test
  void runThatEndsOrIsGivenUp_leavesNoCrop_andStillGetsItsSettledOnes() {
    RunScene run = scenes.forRun("yard");
    run.pictures().better(1, picture, BOX);
    run.pictures().better(2, picture, BOX);
    run.pictures().settle(2);
    scenes.forRun("yard"); // the one before never ended
    run.pictures().better(3, picture, BOX);
    run.close();
    await().until(() -> jpeg("yard", 2).isPresent());
    assertThat(jpeg("yard", 1)).isEmpty();
    await().until(() -> crops() == 0);
  }

  @Test
  void removedStream_leavesNoPicture_andGetsNoneAfterwards() {
    RunScene run = scenes.forRun("yard");
    run.pictures().better(1, picture, BOX);
    run.pictures().settle(1);
    run.pictures().better(1, picture, BOX);
    scenes.forget("yard");
    scenes.forRun("yard");
    assertThat(jpeg("yard", 1)).isEmpty();
    await().until(() -> crops() == 0);
    assertThat(jpeg("yard", 1)).isEmpty();
  }

  @Test
  void pictureOfAnObjectThatIsNotKeptAnyMore_goes() {
    RunScene run = scenes.forRun("yard");
    for (long object = 1; object <= 1_001; object++) {
      if (object == 1) {
        run.pictures().better(object, picture, BOX);
        run.pictures().settle(object);
        assertThat(jpeg("yard", object)).isPresent();
      }
      run.happened(SceneSamples.end(object, "person"));
    }
    assertThat(jpeg("yard", 1)).isEmpty();
  }

  @Test
  void jpegs_areBounded_theOldestGo() {
    try (BestPictures kept = new BestPictures(100)) {
      StreamScene scene = new StreamScene(InstantSource.system(), kept);
      kept.put(scene, 1, new byte[40]);
      kept.put(scene, 2, new byte[40]);
      kept.put(scene, 1, new byte[50]);
      kept.put(scene, 3, new byte[101]);
      assertThat(kept.bytes()).isEqualTo(90);
      kept.put(scene, 4, new byte[20]);
      assertThat(kept.of(scene)).containsExactlyInAnyOrder(1L, 4L);
      assertThat(kept.bytes()).isEqualTo(70);
      scene.forget();
      kept.put(scene, 5, new byte[1]);
      assertThat(kept.bytes()).isZero();
    }
  }

  @Test
  void serviceThatEnds_givesUpWhatWaits() throws InterruptedException {
    BestPictures kept = new BestPictures(BestPictures.MOST_BYTES);
    RunPictures pictures = new RunPictures(new StreamScene(InstantSource.system(), kept), kept);
    CountDownLatch free = new CountDownLatch(1);
    kept.execute(
        () -> {
          try {
            free.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    for (long object = 1; object <= 3; object++) {
      pictures.better(object, picture, BOX);
      pictures.settle(object);
    }
    Thread closing = Thread.ofVirtual().start(kept::close);
    await().until(() -> isClosed(kept));
    free.countDown();
    closing.join();
    pictures.close();
    await().until(() -> crops() == 0);
  }

  private static boolean isClosed(BestPictures kept) {
    try {
      kept.execute(() -> {});
      return false;
    } catch (java.util.concurrent.RejectedExecutionException closed) {
      return true;
    }
  }
}
