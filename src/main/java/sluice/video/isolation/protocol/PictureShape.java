package sluice.video.isolation.protocol;

import sluice.core.ColorSpace;
import sluice.core.Orientation;
import sluice.core.PixelAspect;

/**
 * How pictures that are alike lie in the shared memory, and how they are to be shown. Told when it
 * changes.
 *
 * @param format as {@link sluice.core.Picture#format}
 * @param width pixels as stored
 * @param height pixels as stored
 * @param bytes of a picture with its padding
 * @param offsets where each plane's memory begins, from the start of the picture: that of its first
 *     row, or of its last where the stride is negative
 * @param strides bytes from row to row of each plane; may be negative
 * @param colorSpace how luma and chroma are to be read
 * @param orientation how the stored picture is to be shown
 * @param pixelAspect of the picture as stored
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record PictureShape(
    String format,
    int width,
    int height,
    long bytes,
    long[] offsets,
    int[] strides,
    ColorSpace colorSpace,
    Orientation orientation,
    PixelAspect pixelAspect) {

  /** Checks what can be checked without knowing the format. */
  public PictureShape {
    ProtocolException.within("a picture's width", width, 1, Limits.SIDE);
    ProtocolException.within("a picture's height", height, 1, Limits.SIDE);
    ProtocolException.within("a picture's size", bytes, 1, Limits.PICTURE_BYTES);
    ProtocolException.within("the number of planes", offsets.length, 1, Limits.PLANES);
    if (strides.length != offsets.length) {
      throw new ProtocolException("not a stride for each plane");
    }
    for (long offset : offsets) {
      ProtocolException.within("where a plane begins", offset, 0, bytes - 1);
    }
  }

  void write(WireWriter out) {
    out.putText(format);
    out.putInt(width);
    out.putInt(height);
    out.putLong(bytes);
    out.putByte(offsets.length);
    for (int i = 0; i < offsets.length; i++) {
      out.putLong(offsets[i]);
      out.putInt(strides[i]);
    }
    out.putByte(Wires.number(colorSpace.matrix()));
    out.putFlag(colorSpace.fullRange());
    write(orientation, out);
    write(pixelAspect, out);
  }

  static void write(Orientation orientation, WireWriter out) {
    out.putInt(orientation.clockwiseDegrees());
    out.putFlag(orientation.mirrored());
  }

  static void write(PixelAspect aspect, WireWriter out) {
    out.putInt(aspect.horizontal());
    out.putInt(aspect.vertical());
  }

  private static final int QUARTER = 90;
  private static final int WHOLE = 360;

  static PictureShape read(WireReader in) {
    String format = in.getText("a pixel format");
    int width = in.getInt();
    int height = in.getInt();
    long bytes = in.getLong();
    int planes = (int) ProtocolException.within("the planes", in.getByte(), 1, Limits.PLANES);
    long[] offsets = new long[planes];
    int[] strides = new int[planes];
    for (int i = 0; i < planes; i++) {
      offsets[i] = in.getLong();
      strides[i] = in.getInt();
    }
    ColorSpace space =
        new ColorSpace(
            Wires.constant("the colours' matrix", ColorSpace.Matrix.values(), in.getByte()),
            in.getFlag());
    return new PictureShape(
        format, width, height, bytes, offsets, strides, space, orientation(in), aspect(in));
  }

  static Orientation orientation(WireReader in) {
    int degrees = in.getInt();
    if (degrees % QUARTER != 0 || degrees < 0 || degrees >= WHOLE) {
      throw new ProtocolException("a picture is turned by " + degrees + " degrees");
    }
    return new Orientation(degrees, in.getFlag());
  }

  static PixelAspect aspect(WireReader in) {
    return PixelAspect.of(in.getInt(), in.getInt());
  }
}
