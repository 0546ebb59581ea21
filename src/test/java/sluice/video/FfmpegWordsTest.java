package sluice.video;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FfmpegWordsTest {

  @Test
  void theLastLineIsKept_withoutSpeakerAndSecrets() {
    try (FfmpegWords _ = FfmpegWords.keep()) {
      assertThat(FfmpegWords.last()).isEmpty();
      assertThat(FfmpegWords.take("[mov,mp4 @ 0x7f00] first")).isTrue();
      assertThat(FfmpegWords.take("[in#0 @ 0x1] [tcp @ 0x2] rtsp://me:secret@host:\u0007 refused"))
          .isTrue();
      assertThat(FfmpegWords.last()).isEqualTo("rtsp://***@host:? refused");
    }
  }

  @Test
  void outsideOfAnOpening_linesBelongToTheLog() {
    FfmpegWords.keep().close();

    assertThat(FfmpegWords.take("a line")).isFalse();
    assertThat(FfmpegWords.last()).isEmpty();
  }

  @Test
  void anotherThreadsLinesAreItsOwn() throws InterruptedException {
    try (FfmpegWords _ = FfmpegWords.keep()) {
      Thread other = Thread.ofPlatform().start(() -> FfmpegWords.take("of another camera"));
      other.join();

      assertThat(FfmpegWords.last()).isEmpty();
    }
  }
}
