package sluice.video.decode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Picture;
import sluice.core.SluiceException;
import sluice.core.model.ChannelOrder;
import sluice.testing.SharedFiles;
import sluice.video.image.Canvas;
import sluice.video.image.Scaler;
import sluice.video.image.SharedFrame;

/** Pictures that are made of tiles: 800x600 of four, in red, green, yellow and blue. */
class TiledPictureIT {
  private static final int RED = 0xFF0000;
  private static final int GREEN = 0x00FF00;
  private static final int YELLOW = 0xFFFF00;
  private static final int BLUE = 0x0000FF;

  @TempDir Path folder;

  @AfterEach
  void noFrameIsLeft() {
    assertThat(SharedFrame.open()).isZero();
  }

  @Test
  void tiles_arePutTogether() {
    assertQuarters(SharedFiles.file("faults/video/grid.avif"), 800, 600);
  }

  @Test
  void pictureThatIsSmallerThanItsTiles_isCut() throws IOException {
    assertQuarters(patched(new byte[] {1, 1, 3, 0x20, 2, 0x58}, 1, 1, 2, 0xBD, 1, 0xF5), 701, 501);
  }

  @Test
  void missingTile_leavesNoPicture() throws IOException {
    byte[] bytes = Files.readAllBytes(SharedFiles.file("faults/video/grid.avif"));
    ByteBuffer.wrap(bytes).position(bytes.length - 69).put(new byte[69]);
    assertThatThrownBy(() -> DecoderIT.open(Files.write(folder.resolve("cut.avif"), bytes)))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("no picture that can be decoded");
  }

  /** The file with a picture of another size than its tiles have. */
  private Path patched(byte[] from, int... to) throws IOException {
    byte[] bytes = Files.readAllBytes(SharedFiles.file("faults/video/grid.avif"));
    int at = 0;
    while (!ByteBuffer.wrap(bytes, at, from.length).equals(ByteBuffer.wrap(from))) {
      at++;
    }
    for (int i = 0; i < to.length; i++) {
      bytes[at + i] = (byte) to[i];
    }
    return Files.write(folder.resolve("cropped.avif"), bytes);
  }

  private static void assertQuarters(Path file, int width, int height) {
    try (Decoder decoder = DecoderIT.open(file)) {
      assertThat(decoder.info().displaySize().width()).isEqualTo(width);
      assertThat(decoder.info().displaySize().height()).isEqualTo(height);
      DecodedPicture first = decoder.next();
      assertThat(first).isNotNull();
      try (Picture picture = first.picture()) {
        assertColor(picture, 10, 10, RED);
        assertColor(picture, 395, 295, RED);
        assertColor(picture, 404, 10, GREEN);
        assertColor(picture, 10, 304, YELLOW);
        assertColor(picture, width - 5, height - 5, BLUE);
      }
      assertThat(decoder.next()).isNull();
      assertThat(decoder.damagedPackets()).isZero();
    }
  }

  private static void assertColor(Picture picture, int x, int y, int color) {
    try (Canvas canvas = new Canvas(picture.width(), picture.height());
        Scaler scaler = new Scaler(Scaler.Kernel.BILINEAR)) {
      scaler.scale(
          picture,
          canvas.pixels(),
          canvas.stride(),
          ChannelOrder.BGR,
          0,
          0,
          canvas.width(),
          canvas.height());
      for (int channel = 0; channel < 3; channel++) {
        int value =
            canvas.pixels().get(JAVA_BYTE, (long) y * canvas.stride() + 3L * x + channel) & 0xFF;
        assertThat(value)
            .as("channel %d at %d,%d", channel, x, y)
            .isCloseTo(color >> 8 * channel & 0xFF, within(12));
      }
    }
  }
}
