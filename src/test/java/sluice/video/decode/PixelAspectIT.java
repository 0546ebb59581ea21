package sluice.video.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.core.Picture;
import sluice.core.PixelAspect;
import sluice.core.PixelSize;
import sluice.testing.SharedFiles;
import sluice.video.TestClip;
import sluice.video.image.SharedFrame;

/** Videos and pictures whose pixels are not square. */
class PixelAspectIT {
  @TempDir Path folder;

  @AfterEach
  void noFrameIsLeft() {
    assertThat(SharedFrame.open()).isZero();
  }

  @Test
  void anamorphicVideo_isShownWide() {
    assertThat(sizes(SharedFiles.file("faults/video/ana.mp4")))
        .isNotEmpty()
        .containsOnly(new PixelSize(768, 432));
  }

  @ParameterizedTest
  @CsvSource({"a.mp4, mpeg4", "a.mkv, mpeg4", "a.ts, mpeg4", "a.jpg, mjpeg", "a.png, png"})
  void aspectOfContainerOrCodec_isFollowed(String name, String codec) {
    String format = codec.equals("png") ? "rgb24" : codec.equals("mjpeg") ? "yuvj420p" : "yuv420p";
    Path file = new TestClip().coded(codec, format).pixels(4, 3).write(folder.resolve(name), 1);
    assertThat(sizes(file)).containsExactly(new PixelSize(128, 64));
    try (Decoder decoder = TestClip.decoder(file)) {
      assertThat(decoder.info().pixelAspect()).isEqualTo(new PixelAspect(4, 3));
      assertThat(decoder.info().displaySize()).isEqualTo(new PixelSize(128, 64));
    }
  }

  @Test
  void turnedVideo_isShownHigh() {
    Path file = new TestClip().pixels(4, 3).rotated(90).write(folder.resolve("turned.mp4"), 2);
    assertThat(sizes(file)).containsOnly(new PixelSize(64, 128));
  }

  @Test
  void aspectMayChange_inMidStream() throws IOException {
    Path first =
        new TestClip().coded("mpeg2video", "yuv420p").pixels(16, 9).write(part("1.mpg"), 5);
    Path second =
        new TestClip().coded("mpeg2video", "yuv420p").pixels(8, 9).write(part("2.mpg"), 5);
    Path both = part("both.mpg");
    Files.write(both, Files.readAllBytes(first));
    Files.write(both, Files.readAllBytes(second), StandardOpenOption.APPEND);
    List<PixelSize> sizes = sizes(both);
    assertThat(sizes.getFirst().width()).isGreaterThan(sizes.getFirst().height());
    assertThat(sizes.getLast()).isNotEqualTo(sizes.getFirst());
  }

  @Test
  void aspectThatNoPictureHas_isLeftOut() {
    Path file = new TestClip().pixels(1, 1_000_000).write(folder.resolve("absurd.mkv"), 2);
    assertThat(sizes(file)).containsOnly(new PixelSize(96, 64));
  }

  private Path part(String name) {
    return folder.resolve(name);
  }

  private static List<PixelSize> sizes(Path file) {
    List<PixelSize> sizes = new ArrayList<>();
    try (Decoder decoder = TestClip.decoder(file)) {
      DecodedPicture next = decoder.next();
      while (next != null) {
        try (Picture picture = next.picture()) {
          sizes.add(picture.displaySize());
        }
        next = decoder.next();
      }
    }
    return sizes;
  }
}
