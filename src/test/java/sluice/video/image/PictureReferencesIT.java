package sluice.video.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.Picture;
import sluice.metrics.RunMetrics;
import sluice.video.FrameNumber;
import sluice.video.TestClip;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;

class PictureReferencesIT {
  @TempDir Path folder;

  @AfterEach
  void noFrameIsLeft() {
    assertThat(SharedFrame.open()).isZero();
  }

  @Test
  void frame_isFreedOnce_withItsLastReference_onAnyThread() {
    Picture first = decodeOne("yuv420p");
    Picture second = first.retain();
    assertThat(SharedFrame.open()).isEqualTo(1);
    first.close();
    first.close();
    assertThat(SharedFrame.open()).isEqualTo(1);
    assertThat(FrameNumber.of(second)).isEqualTo(5);
    CompletableFuture.runAsync(second::close).join();
    assertThat(SharedFrame.open()).isZero();
  }

  @Test
  void picture_isHeldFromTheHandOut_untilItsLastReferenceIsClosed() {
    RunMetrics stream = RunMetrics.create();
    Picture first = decodeOne("yuv420p");
    long bytes = IntStream.range(0, 3).mapToLong(i -> first.plane(i).byteSize()).sum();
    first.tell(stream);
    Picture second = first.retain();
    assertThatThrownBy(() -> second.tell(stream)).isInstanceOf(IllegalStateException.class);
    assertThat(stream.heldPictures()).isEqualTo(1);
    assertThat(stream.heldBytes()).isEqualTo(bytes);
    first.close();
    first.close();
    assertThat(stream.heldPictures()).isEqualTo(1);
    CompletableFuture.runAsync(second::close).join();
    assertThat(stream.heldPictures()).isZero();
    assertThat(stream.heldBytes()).isZero();
  }

  @Test
  void closedReference_isUnusable() {
    Picture picture = decodeOne("yuv420p");
    picture.close();
    assertThatThrownBy(() -> picture.plane(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(picture::retain).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void planes_coverThePicture_andAreReadOnly() {
    try (Picture picture = decodeOne("yuv422p")) {
      assertThat(picture.format()).isEqualTo("yuv422p");
      assertThat(picture.planes()).isEqualTo(3);
      for (int i = 0; i < 3; i++) {
        long bytes = picture.plane(i).byteSize();
        int row = i == 0 ? 101 : 51;
        assertThat(bytes).isEqualTo(66L * picture.stride(i) + row);
        assertThatThrownBy(() -> picture.plane(0).set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void fullRangeFormat_isNormalized_andKeptAsColorSpace() {
    Path clip = new TestClip().coded("mjpeg", "yuvj420p").write(folder.resolve("j.mkv"), 1);
    try (Decoder decoder = TestClip.decoder(clip)) {
      DecodedPicture decoded = decoder.next();
      assertThat(decoded).isNotNull();
      try (Picture picture = decoded.picture()) {
        assertThat(picture.format()).isEqualTo("yuv420p");
        assertThat(picture.colorSpace().fullRange()).isTrue();
      }
    }
  }

  private Picture decodeOne(String format) {
    Path clip =
        new TestClip()
            .size(101, 67)
            .coded("ffv1", format)
            .painted((n, x, y) -> FrameNumber.color(5, x, y, 101, 67))
            .write(folder.resolve("one.mkv"), 1);
    try (Decoder decoder = TestClip.decoder(clip)) {
      DecodedPicture decoded = decoder.next();
      assertThat(decoded).isNotNull();
      return decoded.picture();
    }
  }
}
