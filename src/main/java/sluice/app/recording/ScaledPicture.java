package sluice.app.recording;

import sluice.core.Picture;
import sluice.core.PixelSize;
import sluice.core.model.ChannelOrder;
import sluice.video.image.Canvas;
import sluice.video.image.Scaler;

/** Pictures on canvases, made smaller. */
final class ScaledPicture {
  private ScaledPicture() {}

  /**
   * A picture as it is displayed.
   *
   * @param shrink of width and height, above 0
   * @param scaler used by this thread alone meanwhile
   * @return the caller's
   */
  static Canvas of(Picture picture, double shrink, Scaler scaler) {
    PixelSize size = picture.displaySize();
    Canvas canvas = new Canvas(side(size.width() * shrink), side(size.height() * shrink));
    try {
      scaler.scale(
          picture,
          canvas.pixels(),
          canvas.stride(),
          ChannelOrder.BGR,
          0,
          0,
          canvas.width(),
          canvas.height());
      return canvas;
    } catch (RuntimeException | Error failure) {
      canvas.close();
      throw failure;
    }
  }

  private static int side(double exact) {
    return Math.max(1, (int) Math.round(exact));
  }
}
