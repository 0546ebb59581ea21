package sluice.video.decode;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;
import sluice.video.demux.Packet;

/** A decoder of packets to frames. What can't be decoded is counted and passed over. One thread. */
interface FrameDecoder extends AutoCloseable {

  /**
   * Hands a packet over; null says that no more will come. All frames must have been received
   * before.
   */
  void send(@Nullable Packet packet);

  /** The next decoded frame, which is the caller's; null when a packet is needed or all are out. */
  @Nullable AVFrame receive();

  /** Takes back a frame that nobody needs. */
  void recycle(AVFrame frame);

  /** Pictures that are kept back to put them in order. */
  int delay();

  /** Whether every picture is out; {@link #receive} will give no more. */
  boolean drained();

  /** Packets without a picture and pictures with visible damage so far. */
  long damaged();

  @Override
  void close();
}
