package sluice.stage.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import sluice.core.message.StateChange;
import sluice.core.scene.SceneEvent;
import sluice.testing.SceneSamples;

/** Numbers of what a stream tells: the same in each sink, and no two alike. */
class RunIdsTest {
  private final RunIds ids = new RunIds();

  @Test
  void eventThatIsToldWhileAStateIs_hasOneNumberInAllSinks_andSoHasTheState() {
    SceneEvent event = SceneSamples.update(1, "person");
    StateChange state = new StateChange("running", "frames flow", Instant.EPOCH);

    long eventInOne = ids.number(event);
    long stateInOne = ids.number(state);
    long eventInOther = ids.number(event);
    long stateInOther = ids.number(state);

    assertThat(eventInOther).isEqualTo(eventInOne);
    assertThat(stateInOther).isEqualTo(stateInOne).isNotEqualTo(eventInOne);
  }

  @Test
  void equalThingsThatHappen_areTwo() {
    long first = ids.number(new StateChange("running", "frames flow", Instant.EPOCH));

    assertThat(ids.number(new StateChange("running", "frames flow", Instant.EPOCH)))
        .isEqualTo(first + 1);
    assertThat(ids.number(SceneSamples.update(1, "person"))).isEqualTo(first + 2);
    assertThat(ids.number(SceneSamples.update(1, "person"))).isEqualTo(first + 3);
  }
}
