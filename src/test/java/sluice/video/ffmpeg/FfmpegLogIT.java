package sluice.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FfmpegLogIT {
  private final Logger logger = (Logger) LoggerFactory.getLogger("sluice.video.ffmpeg");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    FfmpegLog.install();
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.INFO); // whatever a service of another test has set for all
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void errors_areSaidInWords_withoutNumbers() {
    FfmpegLog.install();
    assertThat(FfmpegErrorText.of(avutil.AVERROR_EIO())).isEqualTo("Input/output error");
    assertThat(FfmpegErrorText.of(avutil.AVERROR_EINVAL())).isEqualTo("Invalid argument");
  }

  @Test
  void ffmpegErrors_areLoggedRedacted_andInfoIsNot() {
    log(10, avutil.AV_LOG_ERROR, "can't open rtsp://admin:s3cr3t@cam/1\n");
    log(10, avutil.AV_LOG_INFO, "Input #0, rtsp, from 'rtsp://admin:s3cr3t@cam/1'\n");
    log(10, avutil.AV_LOG_ERROR, "\n");
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("can't open rtsp://***@cam/1");
  }

  @Test
  void ffmpegLog_isRateLimited() {
    log(2, avutil.AV_LOG_ERROR, "one", "two", "three", "four");
    assertThat(lines.list).hasSize(2);
  }

  private static void log(int limit, int level, String... texts) {
    try (FfmpegLog log = new FfmpegLog(new LogLimiter(limit, Long.MAX_VALUE))) {
      for (String text : texts) {
        try (BytePointer line = new BytePointer(text)) {
          log.call(level, line);
        }
      }
    }
  }
}
