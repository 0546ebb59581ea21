package sluice.video.ffmpeg;

import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.util.Redaction;

/**
 * What FFmpeg has to say, into the logger {@code sluice.video.ffmpeg}: errors only, without
 * secrets, and no more than a few lines in ten seconds. Nothing reaches standard error past it.
 * FFmpeg calls from any of its threads. What it says of an input that is being opened goes to
 * {@link FfmpegErrorText} instead.
 */
public final class FfmpegLog extends LogCallback {
  private static final Logger LOG = LoggerFactory.getLogger("sluice.video.ffmpeg");
  private static final FfmpegLog INSTANCE =
      new FfmpegLog(new LogLimiter(20, TimeUnit.SECONDS.toNanos(10)));

  static {
    avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    avutil.setLogCallback(INSTANCE);
    avformat.avformat_network_init();
  }

  private final LogLimiter limiter;

  FfmpegLog(LogLimiter limiter) {
    this.limiter = limiter;
  }

  /** Loads FFmpeg and takes over its log; does so once, however often it is called. */
  public static void install() {
    // Work is done by the static initialiser.
  }

  @Override
  public void call(int level, BytePointer line) {
    try {
      log(level, line.getString());
    } catch (Throwable e) {
      // Native code calls: nothing may be thrown into it.
    }
  }

  private void log(int level, String line) {
    String text = line.strip();
    if (text.isEmpty() || level > avutil.av_log_get_level() || FfmpegErrorText.take(text)) {
      return;
    }
    long leftOut;
    synchronized (limiter) {
      leftOut = limiter.admit(System.nanoTime());
    }
    if (leftOut < 0) {
      return;
    }
    if (leftOut > 0) {
      LOG.warn("{} messages of FFmpeg left out", leftOut);
    }
    LOG.warn("{}", Redaction.redact(FfmpegErrorText.plain(text)));
  }
}
