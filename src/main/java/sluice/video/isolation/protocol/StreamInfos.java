package sluice.video.isolation.protocol;

import java.util.regex.Pattern;
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

  /** As FFmpeg names codecs. */
  private static final Pattern CODEC = Pattern.compile("[a-z0-9_.-]{1,32}");

  private StreamInfos() {}

  static void write(StreamInfo info, WireWriter out) {
    out.putInt(info.displaySize().width());
    out.putInt(info.displaySize().height());
    out.putDouble(info.frameRate());
    out.putLong(known(info.durationNanos()));
    out.putLong(known(info.frames()));
    out.putText(info.codec());
    PictureShape.write(info.orientation(), out);
    PictureShape.write(info.pixelAspect(), out);
    out.putFlag(info.clock());
    out.putByte(Wires.number(info.transport()));
  }

  /** Headers err: what can't be isn't known. */
  private static long known(long figure) {
    return figure < 0 || figure > Limits.TICKS ? -1 : figure;
  }

  static StreamInfo read(WireReader in) {
    PixelSize size =
        new PixelSize(in.getInt("the width", 1, SIDE), in.getInt("the height", 1, SIDE));
    double rate = in.getDouble();
    if (!(rate >= 0 && rate <= FASTEST)) {
      throw new ProtocolException("the rate is " + rate + " (expected: 0 to " + FASTEST + ")");
    }
    long duration = ProtocolException.within("the length", in.getLong(), -1, Limits.TICKS);
    long frames = ProtocolException.within("the pictures", in.getLong(), -1, Limits.TICKS);
    String codec = in.getText("the codec");
    if (!CODEC.matcher(codec).matches()) {
      throw new ProtocolException("its codec has a name that no codec has");
    }
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
