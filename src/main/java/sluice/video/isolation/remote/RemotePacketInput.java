package sluice.video.isolation.remote;

import sluice.video.demux.PacketInput;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.ProtocolException;

/** The packets of an input that a process reads, and nobody decodes. */
final class RemotePacketInput implements PacketInput {
  private final HelperProcess process;
  private final RemotePackets packets;
  private final boolean download;
  private boolean ended;

  /** Of a process that has opened its input; takes it and the packets over. */
  RemotePacketInput(HelperProcess process, RemotePackets packets, boolean download) {
    this.process = process;
    this.packets = packets;
    this.download = download;
  }

  @Override
  public boolean isDownload() {
    return download;
  }

  @Override
  public boolean advance() {
    while (!ended) {
      Message message = process.read();
      try {
        switch (message) {
          case Message.Packet packet -> {
            if (packets.lend(packet)) {
              return true;
            }
          }
          case Message.Configuration told -> packets.configure(told);
          case Message.Passed passed -> packets.pass(passed);
          case Message.Ended _ -> ended = true;
          case Message.Failed failed -> throw RemoteFailures.ofReading(process.shown(), failed);
          default -> throw new ProtocolException("it tells of pictures, which were not asked for");
        }
      } catch (ProtocolException e) {
        throw process.lied(e.getMessage());
      }
    }
    return false;
  }

  @Override
  public void close() {
    try {
      process.close();
    } finally {
      packets.close();
    }
  }
}
