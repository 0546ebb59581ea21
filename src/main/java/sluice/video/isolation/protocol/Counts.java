package sluice.video.isolation.protocol;

import sluice.core.DecodeMode;

/**
 * What a decoder counts, so far.
 *
 * @param mode how much is decoded now
 * @param undecoded pictures that were not decoded
 * @param damaged what could not be decoded, or only with visible damage
 */
public record Counts(DecodeMode mode, long undecoded, long damaged) {
  /** Of a decoder that has decoded nothing. */
  public static final Counts NONE = new Counts(DecodeMode.ALL, 0, 0);

  /** Refuses numbers below 0. */
  public Counts {
    ProtocolException.within("the number of undecoded pictures", undecoded, 0, Long.MAX_VALUE);
    ProtocolException.within("the number of damaged packets", damaged, 0, Long.MAX_VALUE);
  }

  void write(WireWriter out) {
    out.putByte(Wires.number(mode));
    out.putLong(undecoded);
    out.putLong(damaged);
  }

  static Counts read(WireReader in) {
    return new Counts(
        Wires.constant("the mode of decoding", DecodeMode.values(), in.getByte()),
        in.getLong(),
        in.getLong());
  }
}
