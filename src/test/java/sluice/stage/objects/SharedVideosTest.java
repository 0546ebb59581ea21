package sluice.stage.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import sluice.core.Detection;
import sluice.core.Direction;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.Point;
import sluice.core.StreamObserver;
import sluice.core.TestPicture;
import sluice.core.scene.LineSettings;
import sluice.core.scene.ObjectPictures;
import sluice.core.scene.SceneEvent;
import sluice.core.scene.SceneEvent.LineCrossed;
import sluice.core.scene.SceneEvent.ObjectChanged;
import sluice.core.scene.SceneEvent.ObjectPhase;
import sluice.core.scene.SceneMemory;
import sluice.core.scene.SceneSettings;
import sluice.stage.sink.Results;
import sluice.testing.MotScene;
import sluice.testing.SharedFiles;

/** What is told of real videos, by what a model found in each of their frames. */
class SharedVideosTest {
  private static final double THRESHOLD = 0.5;

  private final List<SceneEvent> events = new ArrayList<>();
  private final Set<Long> seen = new TreeSet<>();

  @Test
  void carsOfARoad_crossTheLineInTurn() throws IOException {
    follow("car-detection", new Point(0, 0.6f), new Point(1, 0.6f));

    List<LineCrossed> crossings = told(LineCrossed.class);
    assertThat(crossings)
        .extracting(LineCrossed::direction)
        .containsExactly(Direction.IN, Direction.OUT, Direction.IN, Direction.OUT);
    assertThat(crossings).extracting(crossing -> crossing.object().id()).doesNotHaveDuplicates();
    assertThat(crossings.getLast().in()).isEqualTo(2);
    assertThat(crossings.getLast().out()).isEqualTo(2);
  }

  @Test
  void peopleWhoPassOneByOne_areOneObjectEach_andCrossTheLineOnce() throws IOException {
    follow("one-by-one-person-detection", new Point(0.75f, 0.2f), new Point(0.75f, 1));

    assertThat(told(LineCrossed.class))
        .extracting(LineCrossed::direction)
        .isEqualTo(Collections.nCopies(6, Direction.IN));
    assertThat(ids(ObjectPhase.START)).hasSize(6);
    assertThat(ids(ObjectPhase.END)).containsExactlyInAnyOrderElementsOf(seen);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(ids(ObjectPhase.START));
  }

  /** Gives all frames of a video to a stage that watches a line, and ends it. */
  private void follow(String video, Point from, Point to) throws IOException {
    Path folder = SharedFiles.file("objects/videos/" + video);
    MotScene scene = MotScene.read(folder);
    LineSettings line = LineSettings.of("gate", from, to);
    ObjectStage stage =
        new ObjectStage(
            SceneSettings.of(List.of(line), List.of()),
            THRESHOLD,
            new SceneMemory(),
            events::add,
            ObjectPictures.NONE,
            StreamObserver.NONE);
    FrameLedger ledger = new FrameLedger();
    for (MotScene.SceneFrame frame : scene.frames()) {
      TestPicture picture = TestPicture.bgr24(scene.width() / 8, scene.height() / 8);
      Detection[] found = frame.detections().toArray(Detection[]::new);
      try (FrameResult result = Results.of(ledger, picture, frame.number(), frame.time(), found)) {
        for (Detection detection : stage.apply(result).detections()) {
          detection.object().ifPresent(object -> seen.add(object.id()));
        }
      }
    }
    stage.close();
  }

  private <E extends SceneEvent> List<E> told(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private List<Long> ids(ObjectPhase phase) {
    return told(ObjectChanged.class).stream()
        .filter(event -> event.phase() == phase)
        .map(event -> event.object().id())
        .toList();
  }
}
