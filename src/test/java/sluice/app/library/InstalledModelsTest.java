package sluice.app.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.library.ModelInfo.Fact;
import sluice.app.model.ModelPaths;
import sluice.catalog.Manifests;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class InstalledModelsTest {
  private static final byte[] XML = Manifests.bytes("<net/>");
  private static final byte[] BIN = Manifests.bytes("weights");

  @TempDir Path temp;

  private ModelPaths places;
  private InstalledModels models;
  private final List<FetchedModel> finished = new ArrayList<>();

  @BeforeEach
  void describeAModel() throws IOException {
    Manifests.write(temp.resolve("manifests"), "m", XML, BIN);
    places = new ModelPaths(temp.resolve("manifests"), Optional.empty(), temp.resolve("cache"));
    models = new InstalledModels(() -> places);
    Path mirror = Files.createDirectories(temp.resolve("mirror/m/FP16"));
    Files.write(mirror.resolve("m.xml"), XML);
    Files.write(mirror.resolve("m.bin"), BIN);
  }

  private void fetch(List<String> precisions, Optional<Path> folder) throws InterruptedException {
    models.fetch(
        new FetchRequest(
            List.of("m"), precisions, Optional.of(temp.resolve("mirror").toString()), folder, 1),
        finished::add);
  }

  @Test
  void fetchedModels_areListedVerifiedAndResolved() throws Exception {
    assertThat(models.list().getFirst().precisions().getFirst().folder()).isEmpty();
    assertThat(models.verify(List.of(), Optional.empty())).isEmpty();

    fetch(List.of(), Optional.empty());

    Path folder = places.cache().resolve("m/FP16");
    assertThat(finished)
        .containsExactly(new FetchedModel("m", "FP16", folder, 2, 0, XML.length + BIN.length));
    assertThat(models.list().getFirst().precisions().getFirst().folder()).contains(folder);
    assertThat(models.verify(List.of("m"), Optional.empty()))
        .extracting(CheckedFile::state)
        .containsExactly("right", "right");
    assertThat(models.resolve("m", Optional.empty()).source().file())
        .contains(folder.resolve("m.xml"));
  }

  @Test
  void aFolderOfTheUsersChoice_isFilledAndVerified() throws Exception {
    Path folder = temp.resolve("elsewhere");

    fetch(List.of("fp16"), Optional.of(folder));
    Files.write(folder.resolve("m/FP16/m.bin"), Manifests.bytes("weighty"));
    Files.delete(folder.resolve("m/FP16/m.xml"));

    assertThat(models.verify(List.of(), Optional.of(folder)))
        .containsExactly(
            new CheckedFile("m", "FP16", folder.resolve("m/FP16/m.xml"), false, "missing"),
            new CheckedFile("m", "FP16", folder.resolve("m/FP16/m.bin"), false, "wrong sum"));
    assertThatThrownBy(() -> models.verify(List.of("m"), Optional.empty()))
        .hasMessageStartingWith("model m: nothing of it is in [")
        .hasMessageEndingWith("run 'sluice models fetch m'");
  }

  @Test
  void allOfARequest_isLookedAt_beforeAnythingIsFetched() {
    assertThatThrownBy(() -> fetch(List.of("FP16", "FP8"), Optional.empty()))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessage("precision: FP8 (expected: one of m's: FP16; nearest: FP16)");
    assertThat(finished).isEmpty();
    assertThat(places.cache()).doesNotExist();
  }

  @Test
  void fetchOfBuiltInModel_isRefused_withExplanation() {
    InstalledModels ours =
        new InstalledModels(
            () -> new ModelPaths(Path.of("models"), Optional.empty(), temp.resolve("cache")));
    FetchRequest request =
        new FetchRequest(
            List.of("person-detection-hog"), List.of(), Optional.empty(), Optional.empty(), 1);

    assertThatThrownBy(() -> ours.fetch(request, finished::add))
        .hasMessage(
            "person-detection-hog is built in (expected: a model with files to be fetched)");
    assertThat(ours.info("person-detection-hog", Optional.empty()).sections())
        .flatExtracting(ModelInfo.Section::facts)
        .contains(
            new Fact("labels", "0 person"),
            new Fact("threshold", "0.6"),
            new Fact("size", "the source's shape, shorter side 288"));
  }

  @Test
  void aModelThatIsNotFetched_isExplainedFromItsManifest() {
    assertThat(models.info("m", Optional.empty()).sections())
        .flatExtracting(ModelInfo.Section::facts)
        .contains(
            new Fact("family", "ssd"),
            new Fact("labels", "0 background, 1 thing"),
            new Fact("channels", "rgb"),
            new Fact("resize", "letterbox"),
            new Fact("mean", "[1.0, 2.5, 3.0]"),
            new Fact("note", "no big things"),
            new Fact("source: maker", "A. N. Other"),
            new Fact("FP16", "13 bytes, not fetched; sluice models fetch m --precision FP16"));
  }
}
