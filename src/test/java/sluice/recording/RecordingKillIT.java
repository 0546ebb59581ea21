package sluice.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link RecordingKillRun} in short. */
@Timeout(120)
class RecordingKillIT {
  @TempDir Path folder;

  @Test
  void processThatIsKilled_losesTheGroupThatWasUnderWay_andAnIndexIsBuiltAgain() throws Exception {
    KillDrill drill = new KillDrill(folder, 2, false);
    KillDrill.Round round = drill.round(Duration.ofMillis(2_300));

    assertThat(round.fed()).isGreaterThan(2L * KillDrill.GROUP);
    assertThat(round.mostLost()).isBetween(1L, KillDrill.GROUP + 1L);
    assertThat(round.files()).isGreaterThanOrEqualTo(4);
    assertThat(round.unplayable()).isZero();
    assertThat(round.unequal()).isZero();

    List<String> rows = drill.rows();
    drill.damageIndex(true, new Random(1));
    assertThat(drill.rows()).isEqualTo(rows);
    drill.deleteIndex();
    assertThat(drill.rows()).isEqualTo(rows);
  }
}
