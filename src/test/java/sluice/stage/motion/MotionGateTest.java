package sluice.stage.motion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.MotionPhase;
import sluice.core.Orientation;
import sluice.core.StreamObserver;
import sluice.core.TestPicture;
import sluice.core.scene.MotionSettings;
import sluice.core.scene.ObjectSettings;
import sluice.core.scene.SceneSettings;
import sluice.metrics.RunMetrics;

/** Which pictures pass, at two a second. */
@Timeout(20)
class MotionGateTest {
  private static final long HALF_SECOND = 500_000_000;

  private static SceneSettings scene(boolean tracked) {
    return new SceneSettings(
        Optional.of(tracked),
        java.util.Map.of(),
        java.util.Map.of(),
        ObjectSettings.DEFAULT,
        MotionSettings.ON);
  }

  private static boolean admits(MotionGate gate, int number, boolean thing)
      throws InterruptedException {
    try (TestPicture picture =
        TestPicture.bgr24(
            320,
            180,
            Orientation.UPRIGHT,
            (x, y) -> thing && x > 100 && x < 140 && y > 60 && y < 140 ? 0xF0F0F0 : 0x404040)) {
      return gate.admits(picture, number * HALF_SECOND);
    }
  }

  private static List<Integer> passing(MotionGate gate, int from, int to)
      throws InterruptedException {
    List<Integer> passed = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (admits(gate, i, false)) {
        passed.add(i);
      }
    }
    return passed;
  }

  @Test
  void aGateThatIsOff_letsAllPass_andSaysNothing() throws InterruptedException {
    MotionGate gate = MotionGate.off();

    assertThat(passing(gate, 0, 10)).hasSize(10);
    assertThat(gate.state()).isNull();
  }

  @Test
  void aStillScene_passesOnceAtFirst_thenAtTheIdleRate() throws InterruptedException {
    MotionGate gate = new MotionGate(scene(false), true, StreamObserver.NONE);

    assertThat(passing(gate, 0, 40)).containsExactly(0, 10, 20, 30);
    assertThat(gate.state().active()).isFalse();
    // All but four of forty; the first, whose time is that of no interval, among those that passed.
    assertThat(gate.state().stillNanos()).isEqualTo(36 * HALF_SECOND);
  }

  @Test
  void motion_opensItAtOnce() throws InterruptedException {
    MotionGate gate = new MotionGate(scene(false), false, StreamObserver.NONE);
    passing(gate, 0, 15);

    assertThat(admits(gate, 15, true)).isTrue();
    assertThat(gate.state().active()).isTrue();
    assertThat(gate.state().regions()).hasSize(1);
    assertThat(gate.state().regions().getFirst().xMin()).isBetween(0.25f, 0.35f);
  }

  @Test
  void anObjectThatDoesNotStay_keepsItOpen_andOneThatIsLookedForOpensItEachSecond()
      throws InterruptedException {
    MotionGate gate = new MotionGate(scene(true), false, StreamObserver.NONE);
    passing(gate, 0, 5);

    gate.followed(2 * HALF_SECOND, true, false, Long.MAX_VALUE);
    assertThat(passing(gate, 5, 10)).hasSize(5);
    gate.followed(9 * HALF_SECOND, false, true, Long.MAX_VALUE);
    assertThat(passing(gate, 10, 16)).containsExactly(11, 13, 15);
    gate.followed(15 * HALF_SECOND, false, false, Long.MAX_VALUE);
    assertThat(passing(gate, 16, 26)).containsExactly(25);
  }

  @Test
  void whatIsToBeToldAtATime_opensItForOneFrameThen() throws InterruptedException {
    MotionGate gate = new MotionGate(scene(true), false, StreamObserver.NONE);
    passing(gate, 0, 5);

    gate.followed(HALF_SECOND, false, false, 7 * HALF_SECOND - 1);

    assertThat(passing(gate, 5, 20)).containsExactly(7, 17);
  }

  @Test
  void whereEveryFrameIsWorkedOn_itWaitsForTheResultThatItNeeds() throws Exception {
    MotionGate gate = new MotionGate(scene(true), true, StreamObserver.NONE);
    passing(gate, 0, 1);
    gate.followed(0, true, false, Long.MAX_VALUE);
    passing(gate, 1, 2);
    CompletableFuture<Boolean> third =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return admits(gate, 2, false);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    gate.followed(0, false, false, Long.MAX_VALUE);
    assertThat(third.completeOnTimeout(null, 200, TimeUnit.MILLISECONDS).copy().isDone()).isFalse();
    gate.followed(HALF_SECOND, true, false, Long.MAX_VALUE);
    assertThat(third.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void otherSettings_countFromTheNextPictureOn() throws InterruptedException {
    RunMetrics metrics = RunMetrics.create();
    MotionGate gate = new MotionGate(scene(false), true, metrics);
    passing(gate, 0, 3);
    admits(gate, 3, true);
    passing(gate, 4, 9);
    assertThat(metrics.motion()).isEqualTo(MotionPhase.IDLE);
    assertThat(metrics.movingShare()).hasValue(0.25);
    gate.configure(SceneSettings.NONE);

    assertThat(passing(gate, 9, 12)).hasSize(3);
    assertThat(gate.state()).isNull();
    assertThat(metrics.motion()).isEqualTo(MotionPhase.OFF);
    assertThat(metrics.movingShare()).hasValue(0.25);
  }

  /** Who follows objects begins at 0 too, and takes what is more for time of no pictures. */
  @Test
  void switchedOffAndOn_timeInWhichNothingMovedCountsFromZero() throws InterruptedException {
    MotionGate gate = new MotionGate(scene(false), true, StreamObserver.NONE);
    passing(gate, 0, 10);
    assertThat(gate.state().stillNanos()).isEqualTo(9 * HALF_SECOND);
    gate.configure(SceneSettings.NONE);
    passing(gate, 10, 12);
    gate.configure(scene(false));

    passing(gate, 12, 13);

    assertThat(gate.state().stillNanos()).isZero();
  }
}
