package sluice.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FfmpegErrorTextTest {

  @Test
  void lastErrorLine_isKept_withoutContextAndSecrets() {
    try (FfmpegErrorText _ = FfmpegErrorText.keep()) {
      assertThat(FfmpegErrorText.last()).isEmpty();
      assertThat(FfmpegErrorText.take("[mov,mp4 @ 0x7f00] first")).isTrue();
      assertThat(
              FfmpegErrorText.take("[in#0 @ 0x1] [tcp @ 0x2] rtsp://me:secret@host:\u0007 refused"))
          .isTrue();
      assertThat(FfmpegErrorText.last()).isEqualTo("rtsp://***@host:? refused");
    }
  }

  @Test
  void unknownLength_isNotRepeated() {
    try (FfmpegErrorText _ = FfmpegErrorText.keep()) {
      FfmpegErrorText.take(
          "[http @ 0x2] Stream ends prematurely at 160, should be 18446744073709551615");
      assertThat(FfmpegErrorText.last()).isEqualTo("Stream ends prematurely at 160");
    }
  }

  @Test
  void outsideOfAnOpening_linesBelongToTheLog() {
    FfmpegErrorText.keep().close();

    assertThat(FfmpegErrorText.take("a line")).isFalse();
    assertThat(FfmpegErrorText.last()).isEmpty();
  }

  @Test
  void errorText_isKeptPerThread() throws InterruptedException {
    try (FfmpegErrorText _ = FfmpegErrorText.keep()) {
      Thread other = Thread.ofPlatform().start(() -> FfmpegErrorText.take("of another camera"));
      other.join();

      assertThat(FfmpegErrorText.last()).isEmpty();
    }
  }
}
