package sluice.video.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.Orientation;
import sluice.testing.SharedFiles;
import sluice.video.TestClip;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;

/** Orientations that PNG, WebP and TIFF bring as Exif, in the meaning of its eight values. */
class ExifOrientationIT {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "1, 0, false",
    "2, 0, true",
    "3, 180, false",
    "4, 180, true",
    "5, 90, true",
    "6, 90, false",
    "7, 270, true",
    "8, 270, false",
  })
  void orientation_isFollowed(int exif, int degrees, boolean mirrored) throws IOException {
    Orientation right = new Orientation(degrees, mirrored);
    byte[] png = picture("png", "rgb24", "png");
    byte[] webp = picture("libwebp", "yuv420p", "webp");
    byte[] tiff = picture("tiff", "rgb24", "tif");
    assertThat(orientation("png", ExifPictures.png(png, exif))).as("PNG").isEqualTo(right);
    assertThat(orientation("webp", ExifPictures.webp(webp, 96, 64, exif)))
        .as("WebP")
        .isEqualTo(right);
    assertThat(orientation("tif", ExifPictures.tiff(tiff, exif))).as("TIFF").isEqualTo(right);
  }

  @Test
  void pictureOfAPhone_isUpright() {
    for (String name : new String[] {"o6.png", "o6.webp"}) {
      try (Decoder decoder = TestClip.decoder(SharedFiles.file("faults/video/" + name))) {
        DecodedPicture first = decoder.next();
        assertThat(first.picture().displayWidth()).as(name).isEqualTo(600);
        assertThat(first.picture().displayHeight()).as(name).isEqualTo(800);
        first.picture().close();
      }
    }
  }

  private byte[] picture(String codec, String format, String extension) throws IOException {
    Path file = folder.resolve("plain." + extension);
    return Files.readAllBytes(new TestClip().coded(codec, format).write(file, 1));
  }

  private Orientation orientation(String extension, byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("turned." + extension), bytes);
    try (Decoder decoder = TestClip.decoder(file)) {
      return decoder.info().orientation();
    }
  }
}
