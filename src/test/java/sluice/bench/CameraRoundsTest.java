package sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.ErrorCode;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.Predictions;
import sluice.core.SluiceException;
import sluice.core.TestPicture;

@Timeout(30)
class CameraRoundsTest {
  private static final Duration WARM_UP = Duration.ofMillis(1);
  private static final Duration DURATION = Duration.ofMillis(100);

  private static final TestPicture PICTURE = TestPicture.bgr24(2, 2);

  private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
  private final List<String> heard = new ArrayList<>();
  private int stopAt = Integer.MAX_VALUE;

  private final CameraRounds rounds =
      new CameraRounds(
          cancelled,
          WARM_UP,
          DURATION,
          new CameraRounds.Listener() {
            @Override
            public void trying(CameraRig variant, int cameras) {
              heard.add("trying " + cameras);
              if (cameras == stopAt) {
                cancelled.complete(null);
              }
            }

            @Override
            public void tried(CameraRig variant, CameraTrial trial) {
              heard.add(trial.count() + (trial.kept() ? " kept" : " failed"));
            }
          });

  /** A frame that came through. */
  static FrameResult result() {
    return new FrameResult(
        new Frame("camera", 0, 0, Instant.EPOCH, PICTURE, closed -> {}), Predictions.NONE);
  }

  @Test
  void theGreatestNumber_isFoundByDoublingAndHalving() {
    FakeRig rig = new FakeRig(3);

    CamerasResult found = rounds.run(List.of(rig), OptionalInt.empty(), 1);

    assertThat(rig.started).containsExactly("base 1", "base 2", "base 4", "base 3");
    assertThat(rig.open).isZero();
    assertThat(found.searched()).isTrue();
    CameraRound round = found.variants().getFirst().rounds().getFirst();
    assertThat(round.most()).hasValue(3);
    assertThat(round.complete()).isTrue();
    assertThat(round.typical()).hasValueSatisfying(trial -> assertThat(trial.count()).isEqualTo(3));
    assertThat(heard)
        .containsExactly(
            "trying 1",
            "1 kept",
            "trying 2",
            "2 kept",
            "trying 4",
            "4 failed",
            "trying 3",
            "3 kept");
  }

  @Test
  void whereOneCameraFails_thatOneIsReported() {
    CamerasResult found = rounds.run(List.of(new FakeRig(0)), OptionalInt.empty(), 1);

    CameraRound round = found.variants().getFirst().rounds().getFirst();
    assertThat(round.most()).hasValue(0);
    assertThat(round.typical())
        .hasValueSatisfying(
            trial -> {
              assertThat(trial.count()).isEqualTo(1);
              assertThat(trial.lost()).isPositive();
            });
    assertThat(found.isEmpty()).isFalse();
  }

  @Test
  void variants_areMeasuredInTurn_eachRoundBeginningWithAnother() {
    List<String> started = new ArrayList<>();
    FakeRig base = new FakeRig("base", 9, started);
    FakeRig other = new FakeRig("other", 1, started);

    CamerasResult result = rounds.run(List.of(base, other), OptionalInt.of(2), 2);

    assertThat(started)
        .containsExactly(
            "base 1", "base 2", "other 1", "other 2", "other 1", "other 2", "base 1", "base 2");
    assertThat(result.variants()).extracting(CameraVariant::name).containsExactly("base", "other");
    assertThat(result.variants().getLast().settings()).isEqualTo("settings of other");
    assertThat(result.variants()).allSatisfy(each -> assertThat(each.rounds()).hasSize(2));
    CameraTrial of = result.variants().getFirst().typical().orElseThrow().typical().orElseThrow();
    assertThat(of.count()).isEqualTo(2);
    assertThat(of.kept()).isTrue();
    assertThat(of.fps()).isPositive();
    assertThat(of.cpu().seconds()).isNotNegative();
    assertThat(result.variants().getLast().typical().orElseThrow().typical().orElseThrow().kept())
        .isFalse();
  }

  @Test
  void aSearchThatIsStopped_givesWhatIsKnown() {
    stopAt = 4;
    FakeRig rig = new FakeRig(100);

    CamerasResult found = rounds.run(List.of(rig, new FakeRig(1)), OptionalInt.empty(), 3);

    assertThat(rig.started).containsExactly("base 1", "base 2");
    CameraRound round = found.variants().getFirst().rounds().getFirst();
    assertThat(round.most()).hasValue(2);
    assertThat(round.complete()).isFalse();
    assertThat(found.variants().getFirst().rounds()).hasSize(1);
    assertThat(found.variants().getLast().rounds()).isEmpty();
  }

  @Test
  void aGivenNumberThatIsStopped_isNotReported() {
    stopAt = 2;

    CamerasResult result = rounds.run(List.of(new FakeRig(9)), OptionalInt.of(2), 1);

    assertThat(result.isEmpty()).isTrue();
    assertThat(result.residentPerCamera()).isEqualTo(OptionalDouble.empty());
  }

  @Test
  void aFailure_endsTheRun_withTheCamerasClosed() {
    SluiceException failure = new SluiceException(ErrorCode.DEVICE, "device: gone");
    FakeRig rig = new FakeRig(9).failing(2, failure);

    assertThatThrownBy(() -> rounds.run(List.of(rig), OptionalInt.of(3), 1)).isSameAs(failure);
    assertThat(rig.open).isZero();
  }
}
