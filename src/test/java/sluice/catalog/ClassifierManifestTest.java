package sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import sluice.app.ModelFamilies;
import sluice.core.model.ChannelOrder;
import sluice.stage.postprocess.classification.ClassificationFamily;

/** The classifier of the catalogue, held to what its maker publishes. */
class ClassifierManifestTest {
  private final Manifest manifest =
      ManifestReader.read(Path.of("models/googlenet-12.conf"), ModelFamilies.facts());

  @Test
  void itsClasses_areImageNetsInTheirOrder() {
    assertThat(manifest.family()).isEqualTo(ClassificationFamily.FACTS);
    assertThat(manifest.labels()).hasSize(1000).doesNotHaveDuplicates().doesNotContain("");
    assertThat(manifest.labels().getFirst()).isEqualTo("tench");
    assertThat(manifest.labels().get(281)).isEqualTo("tabby");
    assertThat(manifest.labels().getLast()).isEqualTo("toilet tissue");
  }

  @Test
  void hogModel_hasPreprocessingOfItsMaker() {
    assertThat(manifest.input().channels()).isEqualTo(ChannelOrder.BGR);
    assertThat(manifest.input().mean()).containsExactly(103.939f, 116.779f, 123.68f);
    assertThat(manifest.input().scale()).isEmpty();
  }

  @Test
  void itsFile_isTheOneThatItsMakerLists() {
    ModelFile file = manifest.precisions().getFirst().model();

    assertThat(file.name()).isEqualTo("googlenet-12.onnx");
    assertThat(file.bytes()).isEqualTo(28_021_836);
    assertThat(file.checksum().hex()).startsWith("c99c507058eaf41d").hasSize(64);
  }
}
