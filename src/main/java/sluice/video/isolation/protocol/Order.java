package sluice.video.isolation.protocol;

import sluice.video.demux.DecoderSettings;

/** What the service tells a decoder's process. */
public sealed interface Order {

  /**
   * The one source of this process. The first order.
   *
   * @param settings what to open; may hold a password
   * @param decoded whether pictures are wanted; otherwise packets alone, which come unasked
   * @param audio whether the sound's packets are wanted too
   * @param packets whether packets are sent from the start
   */
  record Open(DecoderSettings settings, boolean decoded, boolean audio, boolean packets)
      implements Order {}

  /**
   * Pictures are wanted as a demand says.
   *
   * @param intervalNanos as {@link sluice.video.decode.PictureDemand#intervalNanos}
   */
  record Serve(long intervalNanos) implements Order {}

  /**
   * One picture more is wanted.
   *
   * @param packets whether packets are sent from here on
   * @param freed where pictures begin that the service gives back
   */
  @SuppressWarnings("ArrayRecordComponent") // values on their way, never compared
  record Next(boolean packets, long[] freed) implements Order {}

  /**
   * Pictures are given back, in answer to {@link Message.Full}.
   *
   * @param freed where they begin
   */
  @SuppressWarnings("ArrayRecordComponent") // values on their way, never compared
  record Free(long[] freed) implements Order {}

  /**
   * Packets begin or cease to be of use while a picture is waited for.
   *
   * @param wanted whether packets are sent from here on
   */
  record Packets(boolean wanted) implements Order {}

  /**
   * The answer to a {@link Message.Demand}.
   *
   * @param wanted what was asked
   * @param nextNanos as {@link sluice.video.decode.PictureDemand#nextNanos}
   */
  record Answer(boolean wanted, long nextNanos) implements Order {}

  /** The source is to be left, and the process to end. */
  record Close() implements Order {}
}
