package sluice.stage.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.scene.ObjectSettings;

class ObjectTrackerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long STEP = SECOND / 10;

  private final ObjectTracker tracker =
      new ObjectTracker(ObjectSettings.DEFAULT, new AtomicLong()::incrementAndGet);
  private long time;

  @Test
  void confirmsWithTheSecondDetection() {
    frame(at(0.2));
    assertThat(tracker.id(0)).isZero();
    assertThat(tracker.objects()).isEmpty();
    frame(at(0.21));
    assertThat(tracker.id(0)).isEqualTo(1);
    assertThat(tracker.objects())
        .singleElement()
        .satisfies(
            object -> {
              assertThat(object.firstSeen()).isEqualTo(STEP);
              assertThat(object.lastSeen()).isEqualTo(2 * STEP);
            });
  }

  private void frame(Detection... detections) {
    time += STEP;
    tracker.update(time, 16.0 / 9, List.of(detections));
  }

  private static Detection at(double x) {
    return at(x, 0.9f, 0);
  }

  private static Detection at(double x, float confidence, int label) {
    Box box = new Box((float) x, 0.4f, (float) x + 0.05f, 0.6f);
    return new Detection(label, Integer.toString(label), confidence, box);
  }

  @Test
  void continuesWithAWeakDetectionButNeverBeginsWithOne() {
    frame(at(0.2));
    frame(at(0.21));
    frame(at(0.22, 0.15f, 0), at(0.7, 0.4f, 0));
    assertThat(tracker.id(0)).isEqualTo(1);
    frame(at(0.23), at(0.7, 0.4f, 0));
    assertThat(tracker.id(1)).isZero();
  }

  @Test
  void findsAMovingObjectAgainAfterAGap() {
    for (int i = 0; i < 10; i++) {
      frame(at(0.1 + 0.01 * i));
    }
    time += 15 * STEP;
    frame(at(0.1 + 0.01 * 25));
    assertThat(tracker.id(0)).isEqualTo(1);
  }

  @Test
  void keepsObjectsOverPicturesThatWereLeftOutSinceNothingMoved() {
    frame(at(0.2));
    frame(at(0.2));
    tracker.setStationary(1, true);
    for (int i = 0; i < 5; i++) {
      time += 6 * SECOND;
      tracker.update(time, 6 * SECOND - STEP, 16.0 / 9, List.of(at(0.2)));
      assertThat(tracker.id(0)).isEqualTo(1);
    }
    time += 6 * SECOND;
    tracker.update(time, SECOND / 2, 16.0 / 9, List.of(at(0.2)));
    assertThat(tracker.id(0)).as("after a true pause").isZero();
  }

  @Test
  void endsWhoIsLostForLongAndNeverUsesAnIdTwice() {
    frame(at(0.2));
    frame(at(0.2));
    List<EndedObject> ended = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      frame();
      ended.addAll(tracker.ended());
    }
    assertThat(ended).extracting(each -> each.object().id()).containsExactly(1L);
    frame(at(0.2));
    frame(at(0.2));
    assertThat(tracker.id(0)).isEqualTo(2);
  }

  @Test
  void endsAllWhenTimeJumps() {
    frame(at(0.2));
    frame(at(0.2));
    time -= SECOND;
    frame(at(0.2));
    assertThat(tracker.ended()).hasSize(1);
    assertThat(tracker.id(0)).isZero();
    frame(at(0.2));
    assertThat(tracker.id(0)).isEqualTo(2);
    time += 6 * SECOND;
    frame(at(0.2));
    assertThat(tracker.ended()).hasSize(1);
  }

  @Test
  void takesFramesOfTheSameTime() {
    frame(at(0.2));
    tracker.update(time, 16.0 / 9, List.of(at(0.2)));
    tracker.update(time, 16.0 / 9, List.of(at(0.2)));
    assertThat(tracker.id(0)).isEqualTo(1);
    assertThat(tracker.objects()).hasSize(1);
  }

  @Test
  void keepsClassesApart() {
    frame(at(0.2), at(0.2, 0.8f, 1));
    frame(at(0.2, 0.8f, 1), at(0.2));
    assertThat(tracker.objects()).extracting(object -> object.detection().labelId()).hasSize(2);
    frame(at(0.2), at(0.2, 0.8f, 1));
    assertThat(tracker.objects())
        .extracting(object -> object.detection().labelId(), TrackedObject::hits)
        .doesNotHaveDuplicates()
        .hasSize(2);
  }

  @Test
  void holdsNoMoreThanItsLimit() {
    List<Detection> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      float left = i % 20 * 0.05f;
      float top = i / 20 * 0.05f;
      many.add(new Detection(0, "0", 0.9f, new Box(left, top, left + 0.04f, top + 0.04f)));
    }
    frame(many.toArray(Detection[]::new));
    frame(many.toArray(Detection[]::new));
    assertThat(tracker.objects()).hasSize(ObjectTracker.MOST);
  }
}
