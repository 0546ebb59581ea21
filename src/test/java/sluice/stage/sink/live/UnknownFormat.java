package sluice.stage.sink.live;

import java.lang.foreign.MemorySegment;
import sluice.core.ColorSpace;
import sluice.core.Orientation;
import sluice.core.Picture;
import sluice.core.PixelAspect;

/** A picture in an unsupported format. */
record UnknownFormat(Picture picture) implements Picture {
  @Override
  public int width() {
    return picture.width();
  }

  @Override
  public int height() {
    return picture.height();
  }

  @Override
  public String format() {
    return "no-such-format";
  }

  @Override
  public ColorSpace colorSpace() {
    return picture.colorSpace();
  }

  @Override
  public Orientation orientation() {
    return picture.orientation();
  }

  @Override
  public PixelAspect pixelAspect() {
    return picture.pixelAspect();
  }

  @Override
  public int planes() {
    return picture.planes();
  }

  @Override
  public MemorySegment plane(int index) {
    return picture.plane(index);
  }

  @Override
  public int stride(int plane) {
    return picture.stride(plane);
  }

  @Override
  public Picture retain() {
    return new UnknownFormat(picture.retain());
  }

  @Override
  public void close() {
    picture.close();
  }
}
