package sluice.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static sluice.testing.Colors.assertNear;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
import sluice.http.api.Snapshot;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.Results;
import sluice.video.image.CanvasColors;

/** Objects and lines in snapshots and in the live view. */
@Timeout(60)
class ScenePicturesIT {
  private static final LineState LINE =
      new LineState("gate", new Point(0.9f, 0.2f), new Point(0.9f, 1), Set.of(Direction.IN), 2, 0);

  /** A result of an object of the number 3, in a scene with a line. */
  private static void offer(ResultReceiver run) {
    TestPicture picture = TestPicture.bgr24(640, 480, Orientation.UPRIGHT, (x, y) -> 0x404040);
    var person = Results.person(0.5f, 0.25f, 0.5f, 0.75f, 0.875f).withObject(ObjectState.of(3));
    try (FrameResult result =
        Results.of(new FrameLedger(), picture, 0, 0, person)
            .in(new SceneState(List.of(LINE), List.of()))) {
      run.offer(result);
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
      ResultReceiver run = pictures.of("lobby").forRun();
      var asked = pictures.jpeg("lobby").toCompletableFuture();
      offer(run);

      Snapshot snapshot = asked.get(30, TimeUnit.SECONDS);
      assertThat(snapshot).isInstanceOf(Snapshot.Drawn.class);
      assertDrawn(((Snapshot.Drawn) snapshot).jpeg());
    }
  }

  @Test
  void liveView_showsThem() throws Exception {
    try (StreamPictures pictures = new StreamPictures(10)) {
      ResultReceiver run = pictures.of("lobby").forRun();
      offer(run); // nobody watches: it isn't kept
      try (LiveViewer viewer = pictures.watch("lobby", 1280, () -> {})) {
        AtomicReference<Optional<LivePicture>> picture = new AtomicReference<>(viewer.next());
        await()
            .atMost(30, TimeUnit.SECONDS)
            .until(
                () -> {
                  picture.set(viewer.next());
                  if (picture.get().isEmpty()) {
                    offer(run);
                  }
                  return picture.get().isPresent();
                });
        assertDrawn(picture.get().orElseThrow().jpeg());
      }
    }
  }
}
