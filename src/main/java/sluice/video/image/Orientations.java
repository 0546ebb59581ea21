package sluice.video.image;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import java.lang.foreign.MemorySegment;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import sluice.core.Orientation;
import sluice.video.ffmpeg.NativeAddress;

/**
 * Reads rotation tags: the display matrix that containers, codecs and Exif data bring, as FFmpeg
 * hands it on with each picture.
 */
final class Orientations {
  private static final long MATRIX_BYTES = 9L * Integer.BYTES;

  private Orientations() {}

  /** How a decoded picture is to be shown. */
  static Orientation of(AVFrame frame) {
    if (frame.nb_side_data() == 0) {
      return Orientation.UPRIGHT;
    }
    AVFrameSideData data = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
    if (data == null || data.size() < MATRIX_BYTES) {
      return Orientation.UPRIGHT;
    }
    MemorySegment matrix = NativeAddress.segment(data.data(), MATRIX_BYTES);
    return ofMatrix(
        matrix.getAtIndex(JAVA_INT_UNALIGNED, 0),
        matrix.getAtIndex(JAVA_INT_UNALIGNED, 1),
        matrix.getAtIndex(JAVA_INT_UNALIGNED, 3),
        matrix.getAtIndex(JAVA_INT_UNALIGNED, 4));
  }

  /**
   * The orientation that a matrix asks for. It sends the stored point (x, y) to (a x + c y, b x + d
   * y), with y growing downwards (FFmpeg, libavutil/display.h). Angles between the quarter turns
   * are taken for the nearest one; scale counts for nothing.
   */
  static Orientation ofMatrix(int a, int b, int c, int d) {
    boolean sideways =
        Math.abs((long) b) + Math.abs((long) c) > Math.abs((long) a) + Math.abs((long) d);
    if (sideways) {
      // Turned clockwise by a quarter, x grows downwards (b > 0) and y to the left (c < 0);
      // mirrored after that, y to the right.
      boolean mirrored = b < 0 == c < 0;
      return new Orientation(b > 0 ? 90 : 270, mirrored);
    }
    boolean mirrored = a < 0 != d < 0;
    return new Orientation(d < 0 ? 180 : 0, mirrored);
  }
}
