package sluice.stage.preprocess;

import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.model.Resize;
import sluice.video.image.Scaler;

/**
 * How pictures become inputs.
 *
 * @param mode how a picture is made to fit
 * @param kernel how pixels are made of their neighbours; {@link Scaler.Kernel#NEAREST} and {@link
 *     Scaler.Kernel#FAST_BILINEAR} are refused, for both were measured to cost accuracy
 * @param pad value of each channel in the borders of a letterbox, 0 to 255
 */
public record PreprocessSettings(Resize mode, Scaler.Kernel kernel, int pad) {

  /** The grey that YOLO models saw around their training pictures. */
  public static final int DEFAULT_PAD = 114;

  /**
   * Refuses values out of range.
   *
   * @throws SluiceException with {@link ErrorCode#USAGE}
   */
  public PreprocessSettings {
    if (kernel == Scaler.Kernel.NEAREST || kernel == Scaler.Kernel.FAST_BILINEAR) {
      throw new SluiceException(
          ErrorCode.USAGE, "kernel: " + kernel + " (expected: BILINEAR, BICUBIC, AREA or LANCZOS)");
    }
    if (pad < 0 || pad > 255) {
      throw new SluiceException(ErrorCode.USAGE, "pad: " + pad + " (expected: 0 to 255)");
    }
  }

  /** The usual kernel and borders. */
  public static PreprocessSettings of(Resize mode) {
    return new PreprocessSettings(mode, Scaler.Kernel.BILINEAR, DEFAULT_PAD);
  }

  /** The same with another kernel. */
  public PreprocessSettings withKernel(Scaler.Kernel other) {
    return new PreprocessSettings(mode, other, pad);
  }

  /** The same with other borders. */
  public PreprocessSettings withPad(int other) {
    return new PreprocessSettings(mode, kernel, other);
  }
}
