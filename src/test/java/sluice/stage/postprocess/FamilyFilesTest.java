package sluice.stage.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.app.ModelFamilies;
import sluice.stage.postprocess.ssd.SsdFamily;

/** Whoever sees these fail runs {@link FamilyFiles#main} and looks at what changed. */
class FamilyFilesTest {

  @Test
  void tables_sayWhatTheFamiliesDo() throws IOException {
    String page = Files.readString(FamilyFiles.PAGE);

    assertThat(page)
        .isEqualTo(FamilyFiles.withTables(page, ModelFamilies.ALL))
        .containsOnlyOnce("\n" + FamilyFiles.OUTPUTS)
        .containsOnlyOnce("\n" + FamilyFiles.TRAINING);
  }

  @Test
  void namesForHelp_areThoseOfTheFamilies() throws IOException {
    assertThat(Files.readString(FamilyFiles.NAMES)).isEqualTo(FamilyFiles.names(ModelFamilies.ALL));
  }

  @Test
  void tables_haveRowsOfTheListsFamiliesAlone() throws IOException {
    String page = Files.readString(FamilyFiles.PAGE);

    assertThat(FamilyFiles.withTables(page, new Families(List.of(new SsdFamily()))))
        .contains("\n| `ssd` | what ends in OpenVINO's", "\n| `ssd` | stretched | bgr ")
        .doesNotContain("\n| `detr` | stretched", "\n| `yolox` | YOLOX,");
  }
}
