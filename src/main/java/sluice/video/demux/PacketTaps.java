package sluice.video.demux;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches packets to the taps of one demuxer, and isolates it from their failures: a tap that
 * throws is removed. Costs a test for emptiness where there are none. One thread.
 */
public final class PacketTaps implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PacketTaps.class);

  private final String input;
  private final List<PacketTap> waiting = new ArrayList<>();
  private final List<PacketTap> taps = new ArrayList<>();
  private boolean wantsAudio;

  /**
   * Taps that are not opened yet.
   *
   * @param input its name for the log, without secrets
   */
  public PacketTaps(String input, List<PacketTap> taps) {
    this.input = input;
    for (PacketTap tap : taps) {
      try {
        wantsAudio |= tap.wantsAudio();
        waiting.add(tap);
      } catch (RuntimeException e) {
        LOG.warn("{}: a consumer of packets failed and gets none", input, e);
      }
    }
  }

  /** Whether one of them wants the sound too. */
  public boolean wantsAudio() {
    return wantsAudio;
  }

  /** Opens all; to be called once. */
  public void opened(List<PacketStream> streams) {
    taps.addAll(waiting);
    waiting.clear();
    forEach(tap -> tap.opened(streams));
  }

  /** Whether packets are of use to one of them now, or will be as soon as they are opened. */
  public boolean needPackets() {
    boolean[] needed = new boolean[1];
    forEach(tap -> needed[0] |= tap.needsPackets());
    for (PacketTap tap : List.copyOf(waiting)) {
      try {
        needed[0] |= tap.needsPackets();
      } catch (RuntimeException e) {
        LOG.warn("{}: a consumer of packets failed and gets none", input, e);
        waiting.remove(tap);
      }
    }
    return needed[0];
  }

  /** Tells all of packets of the video that were not lent to them. */
  public void passed(int packets, int keyFrames) {
    forEach(tap -> tap.passed(packets, keyFrames));
  }

  /** Lends a packet to each. */
  public void packet(Packet packet) {
    if (!taps.isEmpty()) {
      forEach(tap -> tap.packet(packet));
    }
  }

  /** Tells all that are still there that nothing more comes; does so once. */
  @Override
  public void close() {
    while (!taps.isEmpty()) {
      close(taps.removeLast());
    }
  }

  private void forEach(Consumer<PacketTap> call) {
    for (int i = 0; i < taps.size(); i++) {
      PacketTap tap = taps.get(i);
      try {
        call.accept(tap);
      } catch (VirtualMachineError e) {
        throw e;
      } catch (RuntimeException | Error e) {
        LOG.warn("{}: a consumer of packets failed and gets no more of them", input, e);
        taps.remove(i--);
        close(tap);
      }
    }
  }

  private void close(PacketTap tap) {
    try {
      tap.closed();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      LOG.warn("{}: a consumer of packets failed at its end", input, e);
    }
  }
}
