package sluice.video.isolation.helper;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;
import sluice.video.isolation.protocol.CodecParameters;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.StreamParameters;

/**
 * Tells the service of a source's packets: sends those that it wants and counts the others. What is
 * sent goes with the picture that comes of it, or at once where none does. One thread.
 */
final class PacketSender implements PacketTap {
  private static final Logger LOG = LoggerFactory.getLogger(PacketSender.class);
  private static final long SIGN_OF_LIFE = TimeUnit.SECONDS.toNanos(1);
  private static final int NO_STREAM = -1;

  private final ServiceMessages messages;
  private final ServiceOrders orders;
  private final boolean audio;
  private int video = NO_STREAM;
  private int passed;
  private int passedKeys;
  private long told = System.nanoTime();
  private boolean pictureSent;

  /**
   * Sends nothing yet.
   *
   * @param audio whether the sound is wanted too
   */
  PacketSender(ServiceMessages messages, ServiceOrders orders, boolean audio) {
    this.messages = messages;
    this.orders = orders;
    this.audio = audio;
  }

  @Override
  public boolean wantsAudio() {
    return audio;
  }

  @Override
  public void opened(List<PacketStream> streams) {
    video = streams.getFirst().index();
    List<StreamParameters> parameters = new ArrayList<>();
    streams.forEach(stream -> parameters.add(CodecParameters.of(stream)));
    messages.add(new Message.Streams(parameters));
  }

  @Override
  public void packet(Packet packet) {
    if (orders.arePacketsWanted()) {
      tellPassed();
      send(packet);
    } else {
      pass(packet);
    }
  }

  private void send(Packet packet) {
    MemorySegment data = packet.data();
    byte[] configuration = CodecParameters.configuration(packet);
    if (configuration.length > 0) {
      messages.add(new Message.Configuration(configuration));
    }
    boolean sent =
        messages.add(
            new Message.Packet(
                packet.streamIndex(),
                packet.avPacket().flags(),
                known(packet.pts()),
                known(packet.dts()),
                packet.duration() < 0 || packet.duration() > Limits.TICKS ? 0 : packet.duration(),
                data.byteSize() == 0 ? ByteBuffer.allocate(0) : data.asByteBuffer()));
    if (!sent) {
      LOG.warn("a packet of {} bytes is left out: it is too long", packet.size());
    }
    if (!pictureSent) {
      messages.flush();
    }
    pictureSent = false;
  }

  /** Damaged data says any time: one that can't be is none. */
  private static long known(long time) {
    return time < -Limits.TICKS || time > Limits.TICKS ? Packet.NO_TIMESTAMP : time;
  }

  private void pass(Packet packet) {
    if (packet.streamIndex() != video) {
      return;
    }
    passed++;
    passedKeys += packet.isKeyFrame() ? 1 : 0;
    long now = System.nanoTime();
    if (now - told >= SIGN_OF_LIFE) {
      tellPassed();
      told = now;
      if (now - messages.flushedNanos() >= SIGN_OF_LIFE) {
        messages.flush();
      }
    }
  }

  /** Tells of packets that were not sent and not told of yet. */
  void tellPassed() {
    if (passed > 0) {
      messages.add(new Message.Passed(passed, passedKeys));
      passed = 0;
      passedKeys = 0;
    }
  }

  /** A picture is sent, and what was added with it. */
  void pictureSent() {
    pictureSent = true;
  }

  @Override
  public void closed() {
    tellPassed();
  }
}
