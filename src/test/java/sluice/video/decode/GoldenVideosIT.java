package sluice.video.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.video.image.SharedFrame;

/** Real recordings, where they are at hand, held to what is known of them. */
class GoldenVideosIT {
  private static final Path VIDEOS = Path.of("../shared/videos");

  @ParameterizedTest
  @CsvSource({
    "one-by-one-person-detection.mp4, 1394, 768, 432, 10.0",
    "car-detection.mp4, 377, 768, 432, 12.5",
    "bottle-detection.mp4, 1189, 640, 360, 29.833",
  })
  void realRecordings_areDecodedUndamaged(
      String name, int frames, int width, int height, double rate) {
    Path video = VIDEOS.resolve(name);
    Assumptions.assumeTrue(Files.exists(video), () -> video + " is not there: skipped");
    try (Decoder decoder = DecoderIT.open(video)) {
      StreamInfo info = decoder.info();
      assertThat(info.frames()).isEqualTo(frames);
      assertThat(info.displaySize().width()).isEqualTo(width);
      assertThat(info.displaySize().height()).isEqualTo(height);
      assertThat(info.frameRate()).isCloseTo(rate, Offset.offset(0.01));
      int count = 0;
      long last = -1;
      DecodedPicture decoded;
      while ((decoded = decoder.next()) != null) {
        decoded.picture().close();
        assertThat(decoded.timestampNanos()).isGreaterThan(last);
        last = decoded.timestampNanos();
        count++;
      }
      assertThat(count).isEqualTo(frames);
      assertThat(decoder.damagedPackets()).isZero();
      assertThat(last / 1e9).isCloseTo((frames - 1) / rate, Offset.offset(0.2));
    }
    assertThat(SharedFrame.open()).isZero();
  }
}
