package sluice.stage.sink.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.testing.Colors.assertNear;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sluice.core.Box;
import sluice.core.Direction;
import sluice.core.MotionState;
import sluice.core.ObjectState;
import sluice.core.Orientation;
import sluice.core.Point;
import sluice.core.Predictions;
import sluice.core.SceneState;
import sluice.core.SceneState.LineState;
import sluice.core.SceneState.ZoneState;
import sluice.core.TestPicture;
import sluice.core.Trail;
import sluice.stage.sink.Results;
import sluice.video.image.Canvas;
import sluice.video.image.CanvasColors;

/** Objects, lines and zones over a grey picture of 480x480. */
class SceneDrawingIT {
  private static final int SIDE = 480;
  private static final int GREY = 0x404040;
  private static final Set<Direction> BOTH = Set.of(Direction.values());

  private static Overlay drawn(Predictions predictions, SceneState scene) {
    Overlay overlay = new Overlay(SIDE, SIDE);
    try (TestPicture picture = TestPicture.bgr24(SIDE, SIDE, Orientation.UPRIGHT, (x, y) -> GREY)) {
      overlay.draw(picture, predictions, scene);
    }
    return overlay;
  }

  private static Overlay drawn(LineState line) {
    return drawn(Predictions.NONE, new SceneState(List.of(line), List.of()));
  }

  private static Overlay drawn(ZoneState zone) {
    return drawn(Predictions.NONE, new SceneState(List.of(), List.of(zone)));
  }

  private static boolean hasMark(Canvas canvas) {
    return IntStream.range(0, 30)
        .anyMatch(y -> isSeen(canvas, y, 380, SIDE, SceneDrawing.MOTION_COLOR));
  }

  private static List<Point> square(float from, float to) {
    return List.of(
        new Point(from, from), new Point(to, from), new Point(to, to), new Point(from, to));
  }

  /** Whether a colour is seen in a row, from one place to another. */
  private static boolean isSeen(Canvas canvas, int y, int from, int to, int color) {
    for (int x = from; x < to; x++) {
      if (canvas.colorAt(x, y) == color) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aLine_isWhiteWithDarkEdges_andItsArrowShowsIn() {
    LineState down =
        new LineState("gate", new Point(0.5f, 0.2f), new Point(0.5f, 0.8f), BOTH, 6, 0);
    try (Overlay overlay = drawn(down)) {
      Canvas canvas = overlay.canvas();
      assertNear(canvas.colorAt(240, 150), SceneDrawing.LINE_COLOR, 10);
      assertThat(canvas.colorAt(238, 150)).as("edge").isNotEqualTo(GREY);
      assertThat(canvas.colorAt(220, 150)).isEqualTo(GREY);
      assertThat(isSeen(canvas, 240, 250, 275, SceneDrawing.LINE_COLOR)).as("in").isTrue();
      assertThat(isSeen(canvas, 240, 200, 235, SceneDrawing.LINE_COLOR)).as("out").isFalse();
    }
    LineState up = new LineState("gate", down.to(), down.from(), BOTH, 6, 0);
    try (Overlay overlay = drawn(up)) {
      assertThat(isSeen(overlay.canvas(), 240, 200, 235, SceneDrawing.LINE_COLOR)).isTrue();
      assertThat(isSeen(overlay.canvas(), 240, 250, 275, SceneDrawing.LINE_COLOR)).isFalse();
    }
  }

  @Test
  void aLineThatCountsOneWayOnly_showsThatWay() {
    Set<Direction> out = Set.of(Direction.OUT);
    LineState down = new LineState("gate", new Point(0.5f, 0.2f), new Point(0.5f, 0.8f), out, 0, 4);
    try (Overlay overlay = drawn(down)) {
      assertThat(isSeen(overlay.canvas(), 240, 200, 235, SceneDrawing.LINE_COLOR)).isTrue();
    }
    assertThat(SceneDrawing.caption(down)).isEqualTo("gate: out 4");
    assertThat(SceneDrawing.caption(new LineState("gate", down.from(), down.to(), BOTH, 6, 4)))
        .isEqualTo("gate: in 6 out 4");
  }

  @Test
  void theTextOfALine_standsAboveItsUpperEnd_insideThePicture() {
    LineState across = new LineState("gate", new Point(0, 0.5f), new Point(1, 0.5f), BOTH, 0, 0);
    try (Overlay overlay = drawn(across)) {
      assertThat(overlay.canvas().colorAt(1, 230)).isEqualTo(SceneDrawing.LINE_COLOR);
      assertThat(overlay.canvas().colorAt(300, 230)).isEqualTo(GREY);
    }
    LineState atTheTop = new LineState("gate", new Point(0, 0), new Point(1, 0), BOTH, 0, 0);
    try (Overlay overlay = drawn(atTheTop)) {
      assertThat(overlay.canvas().colorAt(1, 10)).isEqualTo(SceneDrawing.LINE_COLOR);
    }
  }

  @Test
  void aZone_isAVeilWithAnOutline_ofAnotherColourWhereItIsCrowded() {
    try (Overlay overlay = drawn(new ZoneState("shop", square(0.25f, 0.75f), 2, false))) {
      Canvas canvas = overlay.canvas();
      assertNear(canvas.colorAt(120, 300), SceneDrawing.ZONE_COLOR, 30);
      assertThat(canvas.colorAt(240, 300)).as("inside").isNotIn(GREY, SceneDrawing.ZONE_COLOR);
      assertNear(canvas.colorAt(240, 300), GREY, 40);
      assertThat(canvas.colorAt(60, 300)).as("outside").isEqualTo(GREY);
      assertThat(isSeen(canvas, 110, 200, 280, SceneDrawing.ZONE_COLOR)).as("text").isTrue();
    }
    try (Overlay overlay = drawn(new ZoneState("shop", square(0.25f, 0.75f), 9, true))) {
      assertNear(overlay.canvas().colorAt(120, 300), SceneDrawing.CROWDED_COLOR, 30);
    }
    assertThat(SceneDrawing.caption(new ZoneState("shop", square(0, 1), 2, false)))
        .isEqualTo("shop: 2");
    assertThat(SceneDrawing.caption(new ZoneState("shop", square(0, 1), 9, true)))
        .isEqualTo("shop: 9, crowded");
  }

  @Test
  void whatMoves_hasAThinBox_andAnIdlePictureSaysSo() {
    MotionState moving = new MotionState(true, List.of(new Box(0.25f, 0.25f, 0.5f, 0.5f)), 0);
    try (Overlay overlay = drawn(Predictions.NONE, SceneState.NONE.with(moving))) {
      assertNear(overlay.canvas().colorAt(120, 180), SceneDrawing.MOTION_COLOR, 60);
      assertThat(hasMark(overlay.canvas())).isFalse();
    }
    MotionState idle = new MotionState(false, List.of(), 0);
    try (Overlay overlay = drawn(Predictions.NONE, SceneState.NONE.with(idle))) {
      assertThat(hasMark(overlay.canvas())).isTrue();
    }
  }

  @Test
  void anObject_hasAColourOfItsOwn_itsNumber_andAWayThatFades() {
    Trail trail = Trail.NONE;
    for (int i = 0; i <= 20; i++) {
      trail = trail.with(new Point(0.1f + i * 0.02f, 0.9f));
    }
    ObjectState object = new ObjectState(5, false, List.of(), List.of(), List.of(), trail);
    var person = Results.person(0.9f, 0.4f, 0.3f, 0.6f, 0.9f).withObject(object);
    assertThat(Overlay.caption(person)).isEqualTo("person #5 0.90");
    try (Overlay overlay = drawn(Predictions.ofDetections(List.of(person)), SceneState.NONE)) {
      Canvas canvas = overlay.canvas();
      int color = CanvasColors.of(5);
      assertThat(canvas.colorAt(192, 200)).as("box").isEqualTo(color);
      assertNear(canvas.colorAt(180, 432), color, 60);
      assertNear(canvas.colorAt(55, 432), GREY, 50);
      assertThat(canvas.colorAt(55, 432)).isNotEqualTo(GREY);
    }
  }

  @Test
  void anObjectThatIsNotFollowed_hasTheColourOfItsClass_andNoNumber() {
    var person = Results.person(0.9f, 0.4f, 0.3f, 0.6f, 0.9f);

    assertThat(Overlay.color(person)).isEqualTo(CanvasColors.of(1));
    assertThat(Overlay.caption(person)).isEqualTo("person 0.90");
  }

  @Test
  void theWay_isSmoothedBetweenItsEnds() {
    List<Point> jittering = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      jittering.add(new Point(i / 20f, i % 2 == 0 ? 0.4f : 0.6f));
    }

    List<Point> smooth = WaySmoothing.of(jittering);

    assertThat(smooth).hasSameSizeAs(jittering).startsWith(jittering.getFirst());
    assertThat(smooth.getLast()).isEqualTo(jittering.getLast());
    assertThat(smooth.subList(4, 16)).allMatch(place -> Math.abs(place.y() - 0.5f) < 0.02f);
    assertThat(WaySmoothing.of(List.of())).isEmpty();
  }
}
