package sluice.video.decode;

import org.jspecify.annotations.Nullable;
import sluice.video.demux.Packet;

/** A picture that was read and not given out yet, as {@link DecodePlan} keeps it. One thread. */
final class PlannedPicture {
  final long pts;
  final PictureRole role;
  final int bytes;

  /** Retained; null once it was handed to the decoder, or dropped. */
  private @Nullable Packet packet;

  private boolean held;
  private boolean decided;
  private boolean wanted;

  PlannedPicture(Packet packet, PictureRole role) {
    this.pts = packet.pts();
    this.role = role;
    this.bytes = packet.size();
    this.packet = packet;
  }

  /** Gives the packet to the caller, who closes it. */
  @Nullable Packet take() {
    Packet taken = packet;
    packet = null;
    return taken;
  }

  /** Gives the packet up. */
  void drop() {
    Packet held = take();
    if (held != null) {
      held.close();
    }
  }

  /** It waits until a wanted picture needs it. */
  void hold() {
    held = true;
  }

  /** It waits no longer. */
  void release() {
    held = false;
  }

  boolean isHeld() {
    return held;
  }

  boolean isDecided() {
    return decided;
  }

  void decide(boolean isWanted) {
    decided = true;
    wanted = isWanted;
  }

  boolean isWanted() {
    return wanted;
  }

  /** Whether neither it nor any other needs it. */
  boolean isNeedless() {
    return role == PictureRole.DISPOSABLE && decided && !wanted;
  }
}
