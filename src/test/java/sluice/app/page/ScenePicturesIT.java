package sluice.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.testing.Colors.assertNear;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.Direction;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.LivePicture;
import sluice.core.LiveViewer;
import sluice.core.ObjectState;
import sluice.core.Orientation;
import sluice.core.Point;
import sluice.core.SceneState;
import sluice.core.SceneState.LineState;
import sluice.core.TestPicture;
import sluice.stage.sink.Results;
import sluice.video.image.CanvasColors;

/** Objects and lines in snapshots and in the live view. */
@Timeout(60)
class ScenePicturesIT {
  private static final LineState LINE =
      new LineState("gate", new Point(0.9f, 0.2f), new Point(0.9f, 1), Set.of(Direction.IN), 2, 0);

  /** A result of an object of the number 3, in a scene with a line. */
  private static void offer(LatestPicture latest) {
    TestPicture picture = TestPicture.bgr24(640, 480, Orientation.UPRIGHT, (x, y) -> 0x404040);
    var person = Results.person(0.5f, 0.25f, 0.5f, 0.75f, 0.875f).withObject(ObjectState.of(3));
    try (FrameResult result =
        Results.of(new FrameLedger(), picture, 0, 0, person)
            .in(new SceneState(List.of(LINE), List.of()))) {
      latest.forRun().offer(result);
    }
  }

  private static void assertDrawn(byte[] jpeg) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertNear(image.getRGB(160, 330) & 0xFFFFFF, CanvasColors.of(3), 80);
    assertNear(image.getRGB(576, 420) & 0xFFFFFF, 0xFFFFFF, 90);
  }

  @Test
  void snapshot_showsThem() throws Exception {
    try (StreamPictures pictures = new StreamPictures(10)) {
      offer(pictures.of("lobby"));

      Optional<byte[]> jpeg =
          pictures.jpeg("lobby").toCompletableFuture().get(30, TimeUnit.SECONDS);

      assertDrawn(jpeg.orElseThrow());
    }
  }

  @Test
  void liveView_showsThem() throws Exception {
    try (StreamPictures pictures = new StreamPictures(10)) {
      LatestPicture latest = pictures.of("lobby");
      offer(latest);
      CountDownLatch news = new CountDownLatch(1);
      try (LiveViewer viewer = pictures.watch("lobby", 1280, news::countDown)) {
        Optional<LivePicture> picture = viewer.next();
        if (picture.isEmpty()) {
          assertThat(news.await(30, TimeUnit.SECONDS)).isTrue();
          picture = viewer.next();
        }
        assertDrawn(picture.orElseThrow().jpeg());
      }
    }
  }
}
