package sluice.video.isolation.protocol;

import java.util.ArrayList;
import java.util.List;
import sluice.video.demux.PacketStream;

/**
 * What a muxer needs to know of a stream: FFmpeg's codec parameters in plain values.
 *
 * @param index what its packets are marked with
 * @param kind what it carries
 * @param timeBaseNumerator of the unit of its times, in seconds
 * @param timeBaseDenominator of that unit
 * @param numbers the parameters that are numbers, in the order of {@code CodecParameters}
 * @param extradata the configuration of the codec
 * @param sideData pieces such as the matrix by which pictures are to be turned
 */
@SuppressWarnings("ArrayRecordComponent") // values on their way, never compared
public record StreamParameters(
    int index,
    PacketStream.Kind kind,
    int timeBaseNumerator,
    int timeBaseDenominator,
    long[] numbers,
    byte[] extradata,
    List<SideData> sideData) {

  /** How many numbers there are. */
  public static final int NUMBERS = 30;

  /**
   * A piece of side data.
   *
   * @param type FFmpeg's number of what it is
   * @param data as FFmpeg has it
   */
  @SuppressWarnings("ArrayRecordComponent") // values on their way, never compared
  public record SideData(int type, byte[] data) {}

  /** Checks what can be checked here. */
  public StreamParameters {
    ProtocolException.within("a stream's number", index, 0, Short.MAX_VALUE);
    ProtocolException.within("a unit of time", timeBaseNumerator, 1, Integer.MAX_VALUE);
    ProtocolException.within("a unit of time", timeBaseDenominator, 1, Integer.MAX_VALUE);
    ProtocolException.within("the number of parameters", numbers.length, NUMBERS, NUMBERS);
    sideData = List.copyOf(sideData);
  }

  void write(WireWriter out) {
    out.putInt(index);
    out.putByte(Wires.number(kind));
    out.putInt(timeBaseNumerator);
    out.putInt(timeBaseDenominator);
    for (long number : numbers) {
      out.putLong(number);
    }
    out.putBytes(extradata);
    out.putByte(sideData.size());
    for (SideData piece : sideData) {
      out.putInt(piece.type);
      out.putBytes(piece.data);
    }
  }

  static StreamParameters read(WireReader in) {
    int index = in.getInt();
    PacketStream.Kind kind =
        Wires.constant("a stream's kind", PacketStream.Kind.values(), in.getByte());
    int numerator = in.getInt();
    int denominator = in.getInt();
    long[] numbers = new long[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      numbers[i] = in.getLong();
    }
    byte[] extradata = in.getBytes("a codec's configuration", Limits.PARAMETER_BYTES);
    int pieces = (int) ProtocolException.within("side data", in.getByte(), 0, Limits.SIDE_DATA);
    List<SideData> sideData = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      sideData.add(new SideData(in.getInt(), in.getBytes("side data", Limits.PARAMETER_BYTES)));
    }
    return new StreamParameters(index, kind, numerator, denominator, numbers, extradata, sideData);
  }
}
