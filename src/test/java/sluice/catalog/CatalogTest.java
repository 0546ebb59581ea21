package sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.ModelFamilies;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class CatalogTest {
  private static final byte[] XML = Manifests.bytes("<net/>");

  @TempDir Path folder;

  private Path ours() {
    return folder.resolve("ours");
  }

  private Path theirs() {
    return folder.resolve("theirs");
  }

  @Test
  void manifestsOfAllFolders_areFoundByName() {
    Manifests.write(ours(), "b", XML, XML);
    Manifests.write(theirs(), "a", XML, XML);

    Catalog catalog =
        Catalog.of(List.of(ours(), theirs(), folder.resolve("none")), ModelFamilies::facts);

    assertThat(catalog.names()).containsExactly("a", "b");
    assertThat(catalog.get("a").file()).isEqualTo(theirs().resolve("a.conf"));
    assertThat(catalog.has("c")).isFalse();
  }

  @Test
  void duplicateModelName_isRefused() {
    Path first = Manifests.write(ours(), "a", XML, XML);
    Path second = Manifests.write(theirs(), "a", XML, XML);

    assertThatThrownBy(() -> Catalog.of(List.of(ours(), theirs()), ModelFamilies::facts))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL))
        .hasMessage(
            "two manifests of the name a: %s and %s (expected: one); rename or remove one"
                .formatted(first, second));
  }

  @Test
  void unknownModel_isRefused_withNearestName() {
    Manifests.write(ours(), "person-detection", XML, XML);

    assertThatThrownBy(
            () -> Catalog.of(List.of(ours()), ModelFamilies::facts).get("person-detecton"))
        .hasMessageStartingWith("model person-detecton: there is no manifest of that name in [")
        .hasMessageEndingWith("; nearest: person-detection)");
  }

  @Test
  void brokenManifest_doesNotHideOthers() {
    Manifests.write(ours(), "good", XML, XML);
    Manifests.write(ours(), "bad", "name = bad");
    Manifests.write(ours(), "empty", "");
    Catalog catalog = Catalog.of(List.of(ours()), ModelFamilies::facts);

    assertThat(catalog.get("good").name()).isEqualTo("good");
    assertThatThrownBy(catalog::all).hasMessageContainingAll("bad.conf", "empty.conf");
    assertThatThrownBy(() -> catalog.get("bad")).hasMessageContaining("bad.conf");
  }
}
