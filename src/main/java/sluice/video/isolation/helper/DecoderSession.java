package sluice.video.isolation.helper;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.TransportChoice;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.Decoder;
import sluice.video.decode.InputOpener;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.PacketInput;
import sluice.video.isolation.protocol.Counts;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.Order;
import sluice.video.isolation.protocol.ProtocolException;
import sluice.video.proxy.ProxyPorts;

/** The one source of this process, from its opening until it is to be left. One thread. */
final class DecoderSession {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Order.Open source;
  private final DecoderSettings settings;
  private final SharedFrameMemory sharedMemory;
  private final LentPictures lent;
  private final ServiceMessages messages;
  private final ServiceOrders orders;
  private final PacketSender packets;
  private @Nullable Decoder decoder;
  private long looked = System.nanoTime();
  private boolean leaving;

  /**
   * A source that is not opened yet.
   *
   * @param datagrams whether this process may receive any
   */
  DecoderSession(
      Order.Open source,
      boolean datagrams,
      SharedFrameMemory sharedMemory,
      LentPictures lent,
      ServiceMessages messages,
      ServiceOrders orders) {
    this.source = source;
    this.settings = datagrams ? source.settings() : withoutDatagrams(source.settings());
    this.sharedMemory = sharedMemory;
    this.lent = lent;
    this.messages = messages;
    this.orders = orders;
    this.packets = new PacketSender(messages, orders, source.audio());
  }

  private static DecoderSettings withoutDatagrams(DecoderSettings settings) {
    return settings.transport() == TransportChoice.AUTO && settings.isPlainRtsp()
        ? settings.withTransport(TransportChoice.TCP)
        : settings;
  }

  /** Whether the service is to start a process that may receive datagrams, where TCP is refused. */
  boolean mayTryDatagrams() {
    return settings.transport() != source.settings().transport();
  }

  /**
   * Opens the source and obeys orders until it is to be left.
   *
   * @throws sluice.core.SluiceException when it can't be opened or read on, or is to be left
   *     meanwhile
   * @throws LeavingException when it is to be left
   * @throws OrderFault when orders can't be read or obeyed
   */
  void run() {
    if (source.decoded()) {
      decode();
    } else {
      read();
    }
  }

  /** What was counted up to now. */
  Counts counts() {
    Decoder opened = decoder;
    return opened == null
        ? Counts.NONE
        : new Counts(opened.mode(), opened.undecoded(), opened.damagedPackets());
  }

  private void decode() {
    BooleanSupplier cancelled = this::isLeaving;
    try (Decoder opened = Decoder.open(settings, cancelled, List.of(packets), sharedMemory)) {
      decoder = opened;
      ProxyPorts.closeUnused(); // an input is connected to by one proxy, which is there
      PictureSender pictures = new PictureSender(settings, sharedMemory, lent, messages, orders);
      messages.send(new Message.Opened(opened.info()));
      while (!messages.isGone()) {
        switch (orders.next()) {
          case Order.Next _ -> next(opened, pictures);
          case Order.Serve(long interval) ->
              opened.serve(new ServiceDemand(interval, messages, orders));
          case Order.Close _ -> {
            return;
          }
          case Order.Open _, Order.Free _, Order.Packets _, Order.Answer _ -> throw unexpected();
        }
      }
    }
  }

  private void next(Decoder opened, PictureSender pictures) {
    DecodedPicture picture = opened.next();
    if (picture == null) {
      packets.tellPassed();
      messages.send(new Message.Ended(counts()));
    } else {
      pictures.add(picture, counts());
      messages.flush();
      packets.pictureSent();
    }
  }

  private void read() {
    try (PacketInput input =
        InputOpener.IN_PROCESS.packets(settings, this::isLeaving, List.of(packets))) {
      ProxyPorts.closeUnused();
      messages.send(new Message.Reading(input.isDownload()));
      while (input.advance()) {
        // the packets are sent on the way
      }
    }
    messages.send(new Message.Ended(Counts.NONE));
    while (!(orders.next() instanceof Order.Close)) {
      // there is nothing else to do
    }
  }

  /**
   * Asked by FFmpeg while it works, and before it waits: what was added may be of use now. It asks
   * many times for each packet that it reads, so orders are looked for only now and then.
   */
  private boolean isLeaving() {
    messages.flush();
    long now = System.nanoTime();
    if (now - looked >= LOOK_NANOS) {
      looked = now;
      leaving = orders.isLeaving();
    }
    return leaving || messages.isGone();
  }

  private static OrderFault unexpected() {
    String what = "an order that is not expected now";
    return new OrderFault(what, new ProtocolException(what));
  }
}
