package sluice.stage.sink.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.testing.Colors.assertNear;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Detection;
import sluice.core.Direction;
import sluice.core.ErrorCode;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.ObjectState;
import sluice.core.Orientation;
import sluice.core.PixelAspect;
import sluice.core.Point;
import sluice.core.SceneState;
import sluice.core.SceneState.LineState;
import sluice.core.SluiceException;
import sluice.core.TestPicture;
import sluice.stage.sink.ResultSink;
import sluice.stage.sink.Results;
import sluice.stage.sink.SinkChild;
import sluice.stage.sink.SinkItem;
import sluice.stage.sink.SinkReport;
import sluice.stage.sink.SinkThreads;
import sluice.stage.sink.SinkWorker;
import sluice.testing.ChildJvm;
import sluice.video.ClipReader;
import sluice.video.image.CanvasColors;

@Timeout(60)
class OverlaySinkIT {
  private static final Offset<Long> ONE_TICK = Offset.offset(17_000L);
  private static final int GREY = 0x808080;

  @TempDir Path folder;
  private final FrameLedger ledger = new FrameLedger();

  @AfterEach
  void noFrameIsOpen() {
    assertThat(ledger.openFrames()).isZero();
  }

  @Test
  void boxes_areDrawnOverThePicture() {
    Path file = folder.resolve("out.mp4");
    Detection box = Results.person(0.5f, 0.25f, 0.5f, 0.75f, 0.875f);
    OverlaySink sink = opened(new OverlaySettings(file, 0, 0, false), 640, 480);
    for (int i = 0; i < 10; i++) {
      write(sink, grey(640, 480), i * 40_000_000L, box);
    }
    assertThat(folder.resolve("out.part.mp4")).exists();
    assertThat(file).doesNotExist();
    assertThat(sink.finish()).contains(file);
    assertThat(folder.resolve("out.part.mp4")).doesNotExist();

    ClipReader.Clip clip = ClipReader.read(file);
    assertThat(clip.frames()).hasSize(10);
    assertThat(clip.durationNanos()).isCloseTo(400_000_000L, Offset.offset(2_000_000L));
    ClipReader.Shown frame = clip.frames().get(5);
    assertNear(frame.colorAt(160, 330), CanvasColors.of(1), 60);
    assertNear(frame.colorAt(479, 330), CanvasColors.of(1), 60);
    assertNear(frame.colorAt(320, 419), CanvasColors.of(1), 60);
    assertNear(frame.colorAt(320, 330), GREY, 10);
    assertNear(frame.colorAt(150, 330), GREY, 20);
    assertNear(frame.colorAt(2, 2), 0x202020, 30);
  }

  @Test
  void objectsAndTheirScene_areDrawnOverThePicture() {
    Path file = folder.resolve("out.mp4");
    Detection box = Results.person(0.5f, 0.25f, 0.5f, 0.75f, 0.875f).withObject(ObjectState.of(3));
    LineState line =
        new LineState("l", new Point(0.9f, 0.2f), new Point(0.9f, 1), Set.of(Direction.IN), 2, 0);
    OverlaySink sink = opened(new OverlaySettings(file, 0, 0, false), 640, 480);
    TestPicture picture = grey(640, 480);
    try (FrameResult result =
            Results.of(ledger, picture, 0, 0, box).in(new SceneState(List.of(line), List.of()));
        SinkItem item = SinkItem.of(result, true)) {
      sink.write(item);
    }
    sink.finish();

    ClipReader.Shown frame = ClipReader.read(file).frames().getFirst();
    assertNear(frame.colorAt(160, 330), CanvasColors.of(3), 60);
    assertNear(frame.colorAt(576, 400), SceneDrawing.LINE_COLOR, 90);
  }

  @Test
  void unevenTimestamps_areKept_andBackwardJumpContinues() {
    Path file = folder.resolve("out.mp4");
    OverlaySink sink = opened(OverlaySettings.to(file), 64, 48);
    for (long millis : new long[] {1000, 1040, 1200, 1230, 1000, 1040}) {
      write(sink, grey(64, 48), millis * 1_000_000);
    }
    sink.finish();
    List<Long> shown = ClipReader.read(file).timestampsNanos();
    long[] expected =
        LongStream.of(0, 40, 200, 230, 260, 300).map(millis -> millis * 1_000_000).toArray();
    assertThat(shown).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(shown.get(i)).isCloseTo(expected[i], ONE_TICK);
    }
  }

  @Test
  void everyFrame_isScaledToTheVideoSize() {
    Path file = folder.resolve("out.mp4");
    OverlaySink sink = opened(OverlaySettings.to(file), 65, 49);
    write(sink, grey(65, 49), 0);
    write(sink, grey(320, 240), 40_000_000);
    write(sink, TestPicture.yuv420p(49, 65, new Orientation(90, true), (x, y) -> GREY), 80_000_000);
    sink.finish();
    assertThat(ClipReader.read(file).frames())
        .hasSize(3)
        .allSatisfy(
            frame -> assertThat(List.of(frame.width(), frame.height())).containsExactly(64, 48))
        .allSatisfy(frame -> assertNear(frame.colorAt(32, 40), GREY, 12));

    Path small = folder.resolve("small.mp4");
    OverlaySink other = opened(new OverlaySettings(small, 33, 21, false), 640, 480);
    write(other, grey(640, 480), 0);
    other.finish();
    assertThat(ClipReader.read(small).frames())
        .singleElement()
        .matches(frame -> frame.width() == 32 && frame.height() == 20);
  }

  @Test
  void pictureOfAnotherShape_liesBetweenBorders_withItsBoxes() {
    Path file = folder.resolve("out.mp4");
    OverlaySink sink = opened(OverlaySettings.to(file), 640, 480);
    Detection box = Results.person(0.875f, 0.25f, 0.25f, 0.75f, 0.875f);
    write(sink, grey(640, 480), 0);
    write(sink, grey(640, 480).withPixels(PixelAspect.of(2, 1)), 40_000_000, box);
    write(sink, grey(640, 480), 80_000_000);
    sink.finish();
    List<ClipReader.Shown> frames = ClipReader.read(file).frames();
    assertNear(frames.get(0).colorAt(400, 60), GREY, 12);
    assertNear(frames.get(1).colorAt(400, 60), 0, 12);
    assertNear(frames.get(1).colorAt(400, 440), 0, 12);
    assertNear(frames.get(1).colorAt(320, 300), GREY, 12);
    assertNear(frames.get(1).colorAt(160, 260), CanvasColors.of(1), 100);
    assertNear(frames.get(1).colorAt(479, 260), CanvasColors.of(1), 100);
    assertNear(frames.get(1).colorAt(320, 329), CanvasColors.of(1), 100);
    assertNear(frames.get(2).colorAt(400, 60), GREY, 12);
  }

  @Test
  void unwritableOutput_isRefusedBeforeTheJob() throws Exception {
    Path existing = Files.writeString(folder.resolve("old.mp4"), "old");
    assertRefused(existing, "it exists");
    assertRefused(folder.resolve("out.avi"), "should end in .m4v, .mov, .mp4");
    assertRefused(folder.resolve("out"), "should end in");
    assertRefused(Path.of("mp4"), "should end in");
    assertRefused(folder.resolve("missing/out.mp4"), "there is no folder");
    Files.writeString(folder.resolve("new.part.mp4"), "cut off");
    assertRefused(folder.resolve("new.mp4"), "new.part.mp4: it exists");
    assertThat(existing).hasContent("old");

    OverlaySink forced = opened(new OverlaySettings(existing, 0, 0, true), 64, 48);
    write(forced, grey(64, 48), 0);
    forced.finish();
    assertThat(ClipReader.read(existing).frames()).hasSize(1);
  }

  @Test
  void videoWithoutFrames_leavesNoFile() {
    assertThat(opened(OverlaySettings.to(folder.resolve("a.mp4")), 64, 48).finish()).isEmpty();
    assertThat(opened(OverlaySettings.to(folder.resolve("b.mp4")), 64, 48).abort()).isEmpty();
    assertThat(new OverlaySink(OverlaySettings.to(folder.resolve("c.mp4"))).abort()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void abortedVideo_keepsItsFrames_inPartFile() {
    OverlaySink sink = opened(OverlaySettings.to(folder.resolve("out.mp4")), 64, 48);
    write(sink, grey(64, 48), 0);
    write(sink, grey(64, 48), 40_000_000);
    Path part = folder.resolve("out.part.mp4");
    assertThat(sink.abort()).contains(part);
    assertThat(ClipReader.read(part).frames()).hasSize(2);
    assertThat(folder.resolve("out.mp4")).doesNotExist();
  }

  @Test
  void completeVideo_isKept_whenItsNameIsTaken() throws Exception {
    Path file = folder.resolve("out.mp4");
    OverlaySink sink = opened(OverlaySettings.to(file), 64, 48);
    write(sink, grey(64, 48), 0);
    Files.writeString(file, "precious");
    assertThatThrownBy(sink::finish)
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("it exists");
    assertThat(sink.abort()).contains(sink.partFile());
    assertThat(ClipReader.read(sink.partFile()).frames()).hasSize(1);
    assertThat(file).hasContent("precious");
  }

  @Test
  void worker_releasesEveryPicture_ofOverlaySink() {
    TestPicture picture = grey(64, 48);
    SinkWorker worker =
        new SinkWorker(
            "video",
            new OverlaySink(OverlaySettings.to(folder.resolve("out.mp4"))),
            50,
            OverflowStrategy.WAIT,
            SinkThreads.single("video"));
    worker.start(Results.source(64, 48));
    for (int i = 0; i < 50; i++) {
      try (FrameResult result = Results.of(ledger, picture.retain(), i, i * 40_000_000L)) {
        assertThat(worker.offer(result)).isTrue();
      }
    }
    worker.complete();
    SinkReport report = worker.done().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    assertThat(report.written()).isEqualTo(50);
    assertThat(report.complete()).isTrue();
    assertThat(picture.openReferences()).isOne();
    picture.close();
    assertThat(ClipReader.read(folder.resolve("out.mp4")).frames()).hasSize(50);
  }

  @Test
  void killedProcess_leavesPlayableVideo() throws Exception {
    Path file = folder.resolve("out.mp4");
    Process child =
        ChildJvm.start(
            ChildJvm.command(SinkChild.class, "video", file), folder.resolve("stderr").toFile());
    int written = 0;
    try (BufferedReader reader = child.inputReader()) {
      while (written < 150) {
        written = Integer.parseInt(reader.readLine());
      }
      child.destroyForcibly().waitFor();
    }
    assertThat(file).doesNotExist();
    assertThat(ClipReader.read(folder.resolve("out.part.mp4")).frames())
        .hasSizeGreaterThanOrEqualTo(written - 30);
  }

  @Test
  void fileSizeLimit_endsTheRun_withPlayableVideo() throws Exception {
    Path file = folder.resolve("out.mp4");
    Path errors = folder.resolve("stderr");
    List<String> command = ChildJvm.command(SinkChild.class, "video", file);
    Process child = ChildJvm.start(ChildJvm.after("ulimit -f 2000", command), errors.toFile());
    long written;
    try (BufferedReader reader = child.inputReader()) {
      written = reader.lines().count();
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue())
        .as(Files.readString(errors))
        .isEqualTo(ErrorCode.OUTPUT.exitCode());
    assertThat(Files.readString(errors))
        .contains("can't write the video " + folder.resolve("out.part.mp4") + ": File too large");
    assertThat(ClipReader.readUndamaged(folder.resolve("out.part.mp4")).frames())
        .hasSizeGreaterThanOrEqualTo((int) written - 30);
  }

  private static OverlaySink opened(OverlaySettings settings, int width, int height) {
    OverlaySink sink = new OverlaySink(settings);
    sink.open(Results.source(width, height));
    return sink;
  }

  private void write(
      ResultSink sink, TestPicture picture, long timestampNanos, Detection... detections) {
    try (FrameResult result = Results.of(ledger, picture, 0, timestampNanos, detections);
        SinkItem item = SinkItem.of(result, true)) {
      sink.write(item);
    }
    assertThat(picture.openReferences()).isZero();
  }

  private static TestPicture grey(int width, int height) {
    return TestPicture.bgr24(width, height, Orientation.UPRIGHT, (x, y) -> GREY);
  }

  private static void assertRefused(Path file, String reason) {
    assertThatThrownBy(() -> new OverlaySink(OverlaySettings.to(file)))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUTPUT))
        .hasMessageContaining(reason);
  }
}
