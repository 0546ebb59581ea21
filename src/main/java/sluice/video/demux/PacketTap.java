package sluice.video.demux;

import java.util.List;

/**
 * A consumer of an input's compressed packets beside the decoder, handed to the demuxer before it
 * opens: it sees every packet of the streams that were chosen, in the order of the input, before
 * the decoder does.
 *
 * <p>All methods are called on the thread that reads the input, one at a time. A call must not
 * block: it stands in the way of the next picture, and a camera that isn't read soon closes its
 * connection. What takes longer retains the packet and hands it off to a thread of its own through
 * a bounded queue; when that overflows it is for the consumer to drop, up to the next key frame.
 *
 * <p>A tap that throws is logged, closed and not called again; the stream goes on without it. Only
 * a {@link VirtualMachineError} is passed on.
 */
public interface PacketTap {

  /** Whether the sound that belongs to the video is wanted too; asked once, before opening. */
  default boolean wantsAudio() {
    return false;
  }

  /**
   * Something goes on that may take long, ahead of opening; said again and again while it does, by
   * another thread too.
   *
   * @param what in words that follow "no frame came"; empty when it is done
   */
  default void opening(String what) {}

  /**
   * The input was opened. Called once, before the first packet.
   *
   * @param streams the streams whose packets will come: the video first, then the sound if it was
   *     wanted and there is one. The parameters in them are the demuxer's and valid until {@link
   *     #closed} returns
   */
  void opened(List<PacketStream> streams);

  /**
   * The next packet.
   *
   * @param packet lent for the duration of the call, not to be closed; {@link Packet#retain} gives
   *     a reference that stays
   */
  void packet(Packet packet);

  /**
   * Whether packets are of use to it now. Where they come from another process, those that nobody
   * has use for stay there, and are told by {@link #passed}; elsewhere they come all the same.
   * Asked before each packet; a change takes effect within a few packets.
   */
  default boolean needsPackets() {
    return true;
  }

  /**
   * Packets of the video came that were not given to this tap, for it has no use for them.
   *
   * @param packets how many, at least 1
   * @param keyFrames how many of them
   */
  default void passed(int packets, int keyFrames) {}

  /**
   * No more packets will come: the input is being closed, whether it ended, broke off or was given
   * up, or this tap has thrown. Called exactly once where {@link #opened} was called.
   */
  void closed();
}
