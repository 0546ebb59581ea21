package sluice.stage.source;

import java.util.List;
import java.util.Optional;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;

/**
 * Progress of a source towards its next picture, told by the thread that opens and reads it: what
 * it is busy with, and which packets came without a picture. Says why no frame comes, where that is
 * known. Thread-safe.
 */
public final class SourceProgress implements PacketTap {
  private int video = -1;
  private String activity = "";
  private long steps;
  private long packets;
  private long keyFrames;

  /** Something begins that may take long: says what, in words that follow "no frame came". */
  public synchronized void begin(String what) {
    activity = what;
  }

  /** The same, and that it goes on well: a sign of life. */
  public synchronized void advance(String what) {
    activity = what;
    steps++;
  }

  /** What began is done. */
  public void done() {
    begin("");
  }

  /** Grows with each {@link #advance}. */
  public synchronized long steps() {
    return steps;
  }

  /** A picture was decoded. */
  public synchronized void picture() {
    packets = 0;
    keyFrames = 0;
  }

  @Override
  public void opening(String what) {
    if (what.isEmpty()) {
      done();
    } else {
      advance(what);
    }
  }

  @Override
  public synchronized void opened(List<PacketStream> streams) {
    video = streams.getFirst().index();
    picture();
  }

  @Override
  public boolean needsPackets() {
    return false;
  }

  @Override
  public synchronized void packet(Packet packet) {
    if (packet.streamIndex() == video) {
      passed(1, packet.isKeyFrame() ? 1 : 0);
    }
  }

  @Override
  public synchronized void passed(int number, int keys) {
    packets += number;
    keyFrames += keys;
  }

  @Override
  public void closed() {
    picture();
  }

  /** Why no frame comes, as far as that is known. */
  public synchronized Optional<String> silence() {
    if (!activity.isEmpty()) {
      return Optional.of(activity);
    }
    if (packets == 0) {
      return Optional.empty();
    }
    return Optional.of(
        packets
            + (keyFrames == 0
                ? " packets came, but no key frame, at which decoding begins; let the camera send"
                    + " key frames more often"
                : " packets came, but no picture could be decoded of them; check the camera's"
                    + " codec and the network"));
  }
}
