package sluice.video.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_FCC;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_BT2020;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_FCC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_SMPTE240M;

import sluice.core.ColorSpace;
import sluice.core.ColorSpace.Matrix;

/** Between FFmpeg's colour tags and {@link ColorSpace}. */
final class ColorSpaces {
  private static final int HD_WIDTH = 1280;
  private static final int HD_HEIGHT = 720;

  private ColorSpaces() {}

  /**
   * How a picture is to be read. Untagged, or tagged with a matrix that swscale doesn't know, it is
   * taken for BT.709 from 1280x720 up (either side) and for BT.601 below; untagged luma has the
   * limited range, except in grey pictures and in formats that say otherwise.
   */
  static ColorSpace of(PictureLayout layout, int spaceTag, int rangeTag) {
    return new ColorSpace(matrix(layout, spaceTag), fullRange(layout, rangeTag));
  }

  private static Matrix matrix(PictureLayout layout, int tag) {
    return switch (tag) {
      case AVCOL_SPC_BT709 -> Matrix.BT709;
      case AVCOL_SPC_BT470BG, AVCOL_SPC_SMPTE170M -> Matrix.BT601;
      case AVCOL_SPC_FCC -> Matrix.FCC;
      case AVCOL_SPC_SMPTE240M -> Matrix.SMPTE240M;
      case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL -> Matrix.BT2020;
      default ->
          layout.width() >= HD_WIDTH || layout.height() >= HD_HEIGHT ? Matrix.BT709 : Matrix.BT601;
    };
  }

  private static boolean fullRange(PictureLayout layout, int tag) {
    if (PixelFormats.impliesFullRange(layout.nativeFormat()) || tag == AVCOL_RANGE_JPEG) {
      return true;
    }
    return tag != AVCOL_RANGE_MPEG && layout.kind() != PictureLayout.Kind.YUV;
  }

  /** The number by which {@code sws_getCoefficients} knows a matrix. */
  static int swscaleId(Matrix matrix) {
    return switch (matrix) {
      case BT601 -> SWS_CS_ITU601;
      case BT709 -> SWS_CS_ITU709;
      case BT2020 -> SWS_CS_BT2020;
      case FCC -> SWS_CS_FCC;
      case SMPTE240M -> SWS_CS_SMPTE240M;
    };
  }
}
