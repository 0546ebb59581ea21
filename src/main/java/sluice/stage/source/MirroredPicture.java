package sluice.stage.source;

import java.lang.foreign.MemorySegment;
import sluice.core.ColorSpace;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.PixelAspect;

/**
 * A picture shown mirrored left to right. Only its orientation differs: no pixel is touched. Takes
 * over the given reference and closes it when it is closed.
 *
 * @param stored the reference to the picture as it is stored
 */
record MirroredPicture(Picture stored) implements Picture {

  @Override
  public int width() {
    return stored.width();
  }

  @Override
  public int height() {
    return stored.height();
  }

  @Override
  public String format() {
    return stored.format();
  }

  @Override
  public ColorSpace colorSpace() {
    return stored.colorSpace();
  }

  @Override
  public Orientation orientation() {
    return stored.orientation().flipped();
  }

  @Override
  public PixelAspect pixelAspect() {
    return stored.pixelAspect();
  }

  @Override
  public int planes() {
    return stored.planes();
  }

  @Override
  public MemorySegment plane(int index) {
    return stored.plane(index);
  }

  @Override
  public int stride(int plane) {
    return stored.stride(plane);
  }

  @Override
  public Picture retain() {
    return new MirroredPicture(stored.retain());
  }

  @Override
  public void close() {
    stored.close();
  }
}
