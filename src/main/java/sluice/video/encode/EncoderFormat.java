package sluice.video.encode;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.av_d2q;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;

import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * What a written video is like: size, rate and what follows from them.
 *
 * @param width pixels, even
 * @param height pixels, even
 * @param framesPerSecond frames a second, as far as that is known
 */
record EncoderFormat(int width, int height, double framesPerSecond) {

  /**
   * The unit of timestamps: exact for all usual rates, and small enough for MPEG-4 part 2, which
   * allows 65,535 at the most.
   */
  static final int TICKS_PER_SECOND = 60_000;

  /**
   * Bits for a pixel of a frame: enough for surveillance pictures with drawn text at OpenH264's
   * efficiency.
   */
  private static final double BITS_PER_PIXEL = 0.12;

  private static final long LEAST_BIT_RATE = 300_000;
  private static final long GREATEST_BIT_RATE = 40_000_000;
  private static final double USUAL_RATE = 25;
  private static final double LEAST_RATE = 1;
  private static final double GREATEST_RATE = 60;
  private static final double GREATEST_PLAUSIBLE_RATE = 1000;
  private static final double SECONDS_BETWEEN_KEY_FRAMES = 2;
  private static final int LEAST_HD_HEIGHT = 720;

  /**
   * Refuses odd or empty sizes with an {@link IllegalArgumentException}; a rate that can't be true
   * becomes a usual one.
   */
  EncoderFormat {
    if (width < 2 || height < 2 || width % 2 != 0 || height % 2 != 0) {
      throw new IllegalArgumentException(
          "size: " + width + "x" + height + " (expected: even, at least 2x2)");
    }
    boolean plausible = framesPerSecond > 0 && framesPerSecond < GREATEST_PLAUSIBLE_RATE;
    framesPerSecond =
        plausible ? Math.clamp(framesPerSecond, LEAST_RATE, GREATEST_RATE) : USUAL_RATE;
  }

  /** The rate as FFmpeg takes it. */
  AVRational rate() {
    return av_d2q(framesPerSecond, TICKS_PER_SECOND);
  }

  /** Bits a second. */
  long bitRate() {
    return Math.clamp(
        Math.round(BITS_PER_PIXEL * width * height * framesPerSecond),
        LEAST_BIT_RATE,
        GREATEST_BIT_RATE);
  }

  /** Frames from one key frame to the next. */
  int keyFrameDistance() {
    return (int) Math.ceil(framesPerSecond * SECONDS_BETWEEN_KEY_FRAMES);
  }

  /**
   * FFmpeg's number of the colour matrix: BT.709 from 720 lines on, BT.601 below, as players
   * assume.
   */
  int matrix() {
    return isHd() ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
  }

  /** FFmpeg's number of the primaries that go with the matrix. */
  int primaries() {
    return isHd() ? AVCOL_PRI_BT709 : AVCOL_PRI_SMPTE170M;
  }

  /** FFmpeg's number of the transfer curve that goes with the matrix. */
  int transfer() {
    return isHd() ? AVCOL_TRC_BT709 : AVCOL_TRC_SMPTE170M;
  }

  /** swscale's number of the coefficients of the matrix. */
  int coefficients() {
    return isHd() ? SWS_CS_ITU709 : SWS_CS_ITU601;
  }

  private boolean isHd() {
    return height >= LEAST_HD_HEIGHT;
  }
}
