package sluice.video.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Box;
import sluice.core.Picture;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.image.Canvas;

class JpegIT {
  @TempDir Path folder;

  @Test
  void aCanvas_isReadBackAsItWas_alsoWithOddSides() throws Exception {
    Path file = folder.resolve("a.jpg");
    try (Canvas canvas = new Canvas(321, 97)) {
      canvas.pixels().fill((byte) 200);
      canvas.drawBox(new Box(0.25f, 0.25f, 0.75f, 0.75f), 0xFF0000);
      Files.write(file, Jpeg.encode(canvas));
    }

    try (Decoder decoder = Decoder.open(DecoderSettings.file(file), () -> false)) {
      assertThat(decoder.info().codec()).isEqualTo("mjpeg");
      DecodedPicture decoded = decoder.next();
      assertThat(decoded).isNotNull();
      try (Picture picture = decoded.picture()) {
        assertThat(picture.width()).isEqualTo(321);
        assertThat(picture.height()).isEqualTo(97);
        int corner = picture.plane(0).get(ValueLayout.JAVA_BYTE, 0) & 0xFF;
        assertThat(corner).as("luma of the grey").isBetween(195, 205);
      }
    }
  }
}
