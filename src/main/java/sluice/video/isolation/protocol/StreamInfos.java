package sluice.video.isolation.protocol;

import sluice.core.Orientation;
import sluice.core.PixelAspect;
import sluice.core.PixelSize;
import sluice.core.TransportProtocol;
import sluice.video.decode.StreamInfo;

/** What an input says of itself, as bytes. */
final class StreamInfos {
  /** Stretched to square pixels, a side may be so much longer. */
  private static final int SIDE = 8 * Limits.SIDE;

  private static final double FASTEST = 1000;

  private StreamInfos() {}

  static void write(StreamInfo info, WireWriter out) {
    out.putInt(info.displaySize().width());
    out.putInt(info.displaySize().height());
    out.putDouble(info.frameRate());
    out.putLong(info.durationNanos());
    out.putLong(info.frames());
    out.putText(info.codec());
    PictureShape.write(info.orientation(), out);
    PictureShape.write(info.pixelAspect(), out);
    out.putFlag(info.clock());
    out.putByte(Wires.number(info.transport()));
  }

  static StreamInfo read(WireReader in) {
    PixelSize size =
        new PixelSize(in.getInt("the width", 1, SIDE), in.getInt("the height", 1, SIDE));
    double rate = in.getDouble();
    if (!(rate >= 0 && rate <= FASTEST)) {
      throw new ProtocolException("the rate is " + rate + " (expected: 0 to " + FASTEST + ")");
    }
    long duration = ProtocolException.within("the length", in.getLong(), -1, Long.MAX_VALUE);
    long frames = ProtocolException.within("the pictures", in.getLong(), -1, Long.MAX_VALUE);
    String codec = in.getText("the codec");
    Orientation orientation = PictureShape.orientation(in);
    PixelAspect aspect = PictureShape.aspect(in);
    return new StreamInfo(
        size,
        rate,
        duration,
        frames,
        codec,
        orientation,
        aspect,
        in.getFlag(),
        Wires.optional("the transport", TransportProtocol.values(), in.getByte()));
  }
}
