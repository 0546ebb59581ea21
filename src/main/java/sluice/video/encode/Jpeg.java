package sluice.video.encode;

import sluice.core.SluiceException;
import sluice.video.image.Canvas;

/**
 * Single pictures as JPEG. Who encodes many of one size keeps a {@link JpegEncoder}, which saves a
 * tenth of a millisecond and more each time.
 */
public final class Jpeg {
  private Jpeg() {}

  /**
   * Encodes a canvas, which stays the caller's, visually lossless.
   *
   * @throws SluiceException INTERNAL when FFmpeg can't
   */
  public static byte[] encode(Canvas canvas) {
    try (JpegEncoder encoder = new JpegEncoder(canvas.width(), canvas.height(), JpegEncoder.FINE)) {
      return encoder.encode(canvas);
    }
  }
}
