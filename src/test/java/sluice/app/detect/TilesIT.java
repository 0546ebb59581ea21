package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.FrameLedger;
import sluice.core.GridSize;
import sluice.core.NativeMemory;
import sluice.core.TileSettings;
import sluice.core.model.ModelOverrides;
import sluice.stage.postprocess.classification.ClassificationFamily;
import sluice.testing.GoldenDetections;
import sluice.testing.MakerModels;
import sluice.testing.SharedFiles;
import sluice.testing.TestJob;

/** Small objects, by a real model. */
@Timeout(120)
class TilesIT {
  private static final String VIDEO = "one-by-one-person-detection";
  private static final int PICTURES = 6;

  @TempDir Path folder;

  private static TileSettings tiles(int columns, int rows) {
    return new TileSettings(new GridSize(columns, rows), TileSettings.DEFAULT_OVERLAP, true);
  }

  @Test
  void smallPersons_areFoundInTiles_onceEach() {
    SmallObjects scene =
        new SmallObjects(
            SharedFiles.file("videos/" + VIDEO + ".mp4"),
            GoldenDetections.read(SharedFiles.file("golden/" + VIDEO + ".0202-fp16-f32.jsonl")),
            1920,
            1080,
            0.0625);
    Path model = SharedFiles.file("models/person-detection-0202/FP16/person-detection-0202.xml");
    Path clip = scene.write(folder.resolve("scene.mkv"), PICTURES);
    Path lines = folder.resolve("lines.jsonl");
    long before = NativeMemory.bytes();

    SmallObjects.Score without = scene.look(model, clip, PICTURES, TileSettings.NONE, lines);
    SmallObjects.Score with = scene.look(model, clip, PICTURES, tiles(3, 3), lines);

    assertThat(without.inferences()).isEqualTo(PICTURES);
    assertThat(with.inferences()).isEqualTo(PICTURES * 10);
    assertThat(without.recall()).isLessThan(0.2);
    assertThat(with.recall()).isGreaterThan(0.8);
    assertThat(with.others()).isLessThanOrEqualTo(with.objects() / 5);
    assertThat(FrameLedger.openInProcess()).isZero();
    assertThat(NativeMemory.bytes()).isEqualTo(before);
  }

  @Test
  void classifier_isRefused() {
    TestJob job =
        new TestJob(MakerModels.file("classifier.tflite"))
            .overrides(ModelOverrides.NONE.family(ClassificationFamily.FACTS))
            .tiles(tiles(2, 2))
            .input("demo:seconds=1", folder.resolve("lines.jsonl"));

    assertThat(job.run().inputs().getFirst().failure().orElseThrow())
        .hasMessage(
            "--tiles: 2x2 with model model of family classification (expected: a model that finds"
                + " objects, or 1x1)");
  }
}
