package sluice.stage.sink.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolDamageTest {
  @TempDir Path folder;

  @Test
  void damagedFiles_loseNoMoreThanTheRestOfTheirSegments_andSaySo() throws Exception {
    assertThat(SpoolDamageRun.run(1_000, 1, folder)).contains("1000 rounds");
  }
}
