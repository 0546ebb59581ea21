package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.SluiceException;

class ImageFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createDirectories(folder.resolve("sub/deep"));
    Files.createDirectory(folder.resolve("folder.jpg"));
    for (String name :
        List.of(
            "f10.jpg",
            "f9.JPG",
            "f1.png",
            "notes.txt",
            ".hidden.jpg",
            "noextension",
            "jpg",
            "sub/x2.jpg",
            "sub/deep/x1.jpg")) {
      Files.createFile(folder.resolve(name));
    }
    Files.createSymbolicLink(folder.resolve("link11.jpg"), folder.resolve("f1.png"));
    Files.createSymbolicLink(folder.resolve("sub/again"), folder.resolve("sub"));
  }

  @Test
  void folder_givesItsImagesAsPeopleCount() {
    assertThat(names(ImageFiles.ofFolder(folder.toString(), false)))
        .containsExactly("f1.png", "f9.JPG", "f10.jpg", "link11.jpg");
  }

  @Test
  void glob_givesTheImagesThatMatch() {
    assertThat(names(ImageFiles.ofGlob(folder + "/f*")))
        .containsExactly("f1.png", "f9.JPG", "f10.jpg");
    assertThat(names(ImageFiles.ofGlob(folder + "/*.jpg")))
        .containsExactly("f10.jpg", "link11.jpg");
    assertThat(names(ImageFiles.ofGlob(folder + "/s?b/*.{jpg,png}"))).containsExactly("sub/x2.jpg");
    assertThat(names(ImageFiles.ofGlob(folder + "/sub/**.jpg")))
        .containsExactly("sub/deep/x1.jpg", "sub/x2.jpg");
  }

  @Test
  void globWithoutMatch_isRefused_namingTheExtensions() throws IOException {
    assertThatThrownBy(() -> ImageFiles.ofGlob(folder + "/*.txt"))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(
            folder + "/*.txt: no images found (expected: files that end in bmp,");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> ImageFiles.ofFolder(empty.toString(), false))
        .hasMessageStartingWith(empty + ": no images found");
  }

  @Test
  void folderThatIsNotThere_isNamed() {
    assertThatThrownBy(() -> ImageFiles.ofGlob(folder + "/nowhere/*.jpg"))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("/nowhere/*.jpg: can't be read");
  }

  @Test
  void naturalOrder_ofOddNames() {
    List<String> ordered =
        List.of(
            "", "a", "a0", "a00", "a1", "a01b", "a1c", "a2", "a10", "a99999999999999999999", "b");
    assertThat(ordered.reversed().stream().sorted(NaturalOrder.INSTANCE)).isEqualTo(ordered);
  }

  private List<String> names(List<Path> files) {
    return files.stream().map(file -> folder.relativize(file).toString()).toList();
  }

  @Test
  void linksOutOfAConfinedFolder_arePassedOver(@TempDir Path place) throws IOException {
    Path inside = Files.createDirectory(place.resolve("inside"));
    Path own = Files.createFile(inside.resolve("a.jpg"));
    Files.createSymbolicLink(inside.resolve("b.jpg"), own);
    Path secret = Files.createFile(place.resolve("secret.jpg"));
    Files.createSymbolicLink(inside.resolve("c.jpg"), secret);
    Path onlyLinks = Files.createDirectory(place.resolve("links"));
    Files.createSymbolicLink(onlyLinks.resolve("d.jpg"), secret);

    assertThat(ImageFiles.ofFolder(inside.toString(), true))
        .containsExactly(own.toRealPath(), own.toRealPath());
    assertThat(ImageFiles.ofFolder(inside.toString(), false)).hasSize(3);
    assertThatThrownBy(() -> ImageFiles.ofFolder(onlyLinks.toString(), true))
        .hasMessageContaining("no images found");
  }
}
