package sluice.catalog.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.app.ModelFamilies;
import sluice.catalog.Catalog;
import sluice.catalog.Manifest;
import sluice.catalog.Manifests;
import sluice.catalog.Precision;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class MirrorTest {
  @TempDir Path temp;

  private String address(String mirror) {
    Manifests.write(temp, "m", new byte[1], new byte[1]);
    Manifest manifest = Catalog.of(List.of(temp), ModelFamilies::facts).get("m");
    Precision precision = manifest.precision(Optional.empty());
    return Mirror.of(mirror).address(manifest, precision, precision.model()).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "https://h/models, https://h/models/m/FP16/m.xml",
    "https://h/models/, https://h/models/m/FP16/m.xml",
    "http://h:8080, http://h:8080/m/FP16/m.xml",
    "file:/srv/models, file:/srv/models/m/FP16/m.xml",
    "https://h/proxy/{path}, https://h/proxy/zoo/m.xml",
    "https://h/{name}-{precision}/{file}?raw=true, https://h/m-FP16/m.xml?raw=true",
    "/srv/models, file:///srv/models/m/FP16/m.xml",
    "/srv/{precision}/{file}, file:///srv/FP16/m.xml"
  })
  void aMirror_isALayoutOrATemplate(String mirror, String expected) {
    assertThat(address(mirror)).isEqualTo(expected);
  }

  @Test
  void cacheFolder_mayBeRelative() {
    assertThat(address("models")).isEqualTo(Path.of("models/m/FP16/m.xml").toUri().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://h/models",
        "https://",
        "https:models",
        "https://me:secret@h/models",
        "https://h/{model}/{file}",
        "https://h/a b",
        "jar:file:/x!/",
        "",
        " "
      })
  void invalidMirror_isRefused_withoutSecrets(String mirror) {
    assertThatThrownBy(() -> Mirror.of(mirror))
        .isInstanceOfSatisfying(
            SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessageStartingWith("--mirror: ")
        .hasMessageNotContaining("secret");
  }
}
