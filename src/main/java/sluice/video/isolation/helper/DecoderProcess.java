package sluice.video.isolation.helper;

import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.UnsupportedSourceException;
import sluice.sandbox.BoxStatus;
import sluice.video.demux.RedirectedException;
import sluice.video.demux.TransportRefusedException;
import sluice.video.isolation.protocol.Counts;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.Message.FailureKind;
import sluice.video.isolation.protocol.Order;
import sluice.video.isolation.protocol.ProtocolException;

/** What a decoder's process does once it is set up, and with which code it ends. One thread. */
final class DecoderProcess {
  private static final Logger LOG = LoggerFactory.getLogger(DecoderProcess.class);

  private final boolean datagrams;
  private final SharedFrameMemory sharedMemory;
  private final LentPictures lent;
  private final ServiceMessages messages;
  private final ServiceOrders orders;

  /**
   * A process that was told nothing yet.
   *
   * @param datagrams whether it may receive any
   */
  DecoderProcess(
      boolean datagrams,
      SharedFrameMemory sharedMemory,
      LentPictures lent,
      ServiceMessages messages,
      ServiceOrders orders) {
    this.datagrams = datagrams;
    this.sharedMemory = sharedMemory;
    this.lent = lent;
    this.messages = messages;
    this.orders = orders;
  }

  /**
   * Says that it is ready, and obeys orders until its source is left or lost.
   *
   * @param box what of it is in force
   * @return the exit code
   */
  int run(BoxStatus box) {
    try {
      messages.send(new Message.Ready(box));
      return switch (orders.next()) {
        case Order.Open source -> open(source);
        case Order.Close _ -> DecoderMain.DONE;
        case Order.Serve _, Order.Next _, Order.Free _, Order.Packets _, Order.Answer _ ->
            throw new OrderFault(
                "the first order opens nothing", new ProtocolException("it must be Open"));
      };
    } catch (OrderFault e) {
      LOG.error("the decoder's process ends", e);
      return DecoderMain.ORDER_FAULT;
    }
  }

  private int open(Order.Open source) {
    DecoderSession session =
        new DecoderSession(source, datagrams, sharedMemory, lent, messages, orders);
    try {
      session.run();
    } catch (LeavingException e) {
      return DecoderMain.DONE;
    } catch (SluiceException e) {
      orders.requireSound();
      if (!orders.isLeaving()) {
        messages.send(failed(e, session));
      }
    }
    return DecoderMain.DONE;
  }

  /** A text that is too long would be cut, and another address opened. */
  private static boolean isTellable(String address) {
    return address.getBytes(StandardCharsets.UTF_8).length <= Limits.TEXT_BYTES;
  }

  private static Message failed(SluiceException failure, DecoderSession session) {
    Counts counts = session.counts();
    return switch (failure) {
      case RedirectedException e when isTellable(e.target().reveal()) ->
          new Message.Failed(FailureKind.REDIRECTED, e.target().reveal(), counts);
      case UnsupportedSourceException e ->
          new Message.Failed(FailureKind.UNSUPPORTED, Failures.message(e), counts);
      case TransportRefusedException e when session.mayTryDatagrams() ->
          new Message.Failed(FailureKind.DATAGRAMS, Failures.message(e), counts);
      default ->
          new Message.Failed(
              failure.code() == ErrorCode.INPUT ? FailureKind.INPUT : FailureKind.INTERNAL,
              Failures.message(failure),
              counts);
    };
  }
}
