package sluice.app.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.model.ModelSource;
import sluice.core.FrameLedger;
import sluice.core.NativeMemory;
import sluice.core.SluiceException;
import sluice.core.model.ModelOverrides;
import sluice.testing.MakerModels;
import sluice.testing.TestJob;
import sluice.testing.TestModel;

/** A job whose objects a second model is asked of. */
@Timeout(120)
class SecondModelJobIT {
  @TempDir Path folder;

  private static TestJob job() {
    return new TestJob(new ModelSource.BuiltIn(Optional.empty()))
        .overrides(ModelOverrides.NONE.threshold(ModelSource.BuiltIn.THRESHOLD))
        .scene(MakerModels.classified());
  }

  @Test
  void everyObjectThatStays_getsAnAnswer_andNothingIsLeft() throws IOException {
    long before = NativeMemory.bytes();
    Path lines = folder.resolve("lines.jsonl");

    DetectSummary summary =
        job().classifiers(List.of(MakerModels.classifier())).input("demo:seconds=6", lines).run();

    Set<Long> all = new HashSet<>();
    Set<Long> answered = new HashSet<>();
    for (String line : Files.readAllLines(lines)) {
      for (JsonNode object : new ObjectMapper().readTree(line).get("objects")) {
        if (object.has("id")) {
          all.add(object.get("id").asLong());
        }
        if (object.has("second")) {
          answered.add(object.get("id").asLong());
          assertThat(object.at("/second/confidence").asDouble()).isPositive();
        }
      }
    }
    assertThat(answered).isNotEmpty().isEqualTo(all);
    assertThat(summary.leasesLeftOpen()).isZero();
    assertThat(FrameLedger.openInProcess()).isZero();
    assertThat(NativeMemory.bytes()).isEqualTo(before);
  }

  @Test
  void modelThatFindsObjects_isRefused() {
    TestJob job =
        job()
            .classifiers(
                List.of(
                    TestModel.named("finder", "finder").of(MakerModels.file("fractions.tflite"))))
            .input("demo:seconds=6", folder.resolve("lines.jsonl"));

    assertThatThrownBy(job::run)
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("--classify: model finder is of family yolov8 (expected: ");
  }
}
