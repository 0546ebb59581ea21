package sluice.video.isolation.helper;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import sluice.core.Failures;
import sluice.video.isolation.protocol.Order;
import sluice.video.isolation.protocol.OrderInput;
import sluice.video.isolation.protocol.ProtocolException;

/**
 * The service's orders. What can be obeyed while a picture is decoded is obeyed when it is read:
 * pictures are given back, packets begin or cease to be wanted, the source is to be left. The rest
 * waits for its turn. One thread, which also asks {@link #isLeaving} while FFmpeg works.
 */
final class ServiceOrders {
  private static final Order CLOSE = new Order.Close();

  private final OrderInput input;
  private final BooleanSupplier readable;
  private final LongConsumer freed;
  private final Queue<Order> waiting = new ArrayDeque<>();
  private Order.@Nullable Answer answer;
  private boolean asked;
  private boolean packetsWanted;
  private boolean leaving;
  private @Nullable OrderFault fault;

  /**
   * Orders of which none was read.
   *
   * @param readable whether the stream below can be read without waiting, or has ended
   * @param freed lets go of a picture that the service has given back; may throw a {@link
   *     ProtocolException}
   */
  ServiceOrders(OrderInput input, BooleanSupplier readable, LongConsumer freed) {
    this.input = input;
    this.readable = readable;
    this.freed = freed;
  }

  /**
   * The next order whose turn it is, waiting for it; {@link Order.Close} also where the service is
   * gone. Orders that were obeyed already don't come.
   *
   * @throws OrderFault when orders can't be read
   */
  Order next() {
    while (!leaving && waiting.isEmpty()) {
      read();
    }
    requireSound();
    return leaving ? CLOSE : waiting.remove();
  }

  /**
   * Waits for the answer to a question.
   *
   * @throws LeavingException when the source is to be left instead
   * @throws OrderFault when orders can't be read
   */
  Order.Answer answer() {
    asked = true;
    Order.Answer given = answer;
    while (given == null) {
      requireGoing();
      read();
      given = answer;
    }
    asked = false;
    answer = null;
    return given;
  }

  /**
   * Waits for one more order, which may give pictures back.
   *
   * @throws LeavingException when the source is to be left instead
   * @throws OrderFault when orders can't be read
   */
  void awaitOne() {
    requireGoing();
    read();
    requireGoing();
  }

  /** Whether the service wants packets, by the last order that was read. */
  boolean arePacketsWanted() {
    return packetsWanted;
  }

  /**
   * Whether the source is to be left; reads what orders have come, without waiting. Throws nothing:
   * it is asked out of native code.
   */
  boolean isLeaving() {
    try {
      while (!leaving && (input.isBuffered() || readable.getAsBoolean())) {
        read();
      }
    } catch (OrderFault e) {
      fail(e);
    } catch (RuntimeException e) {
      fail(new OrderFault(Failures.reason(e), e));
    }
    return leaving;
  }

  /** Throws where an order could not be read or obeyed. */
  void requireSound() {
    OrderFault known = fault;
    if (known != null) {
      throw known;
    }
  }

  private void requireGoing() {
    requireSound();
    if (leaving) {
      throw new LeavingException();
    }
  }

  private void fail(OrderFault e) {
    fault = e;
    leaving = true;
  }

  private void read() {
    try {
      Order order = input.read();
      if (order == null) {
        leaving = true;
      } else {
        accept(order);
      }
    } catch (IOException | ProtocolException e) {
      OrderFault wrapped = new OrderFault("an order can't be read: " + Failures.reason(e), e);
      fail(wrapped);
      throw wrapped;
    }
  }

  private void accept(Order order) {
    switch (order) {
      case Order.Open open -> {
        packetsWanted = open.packets();
        waiting.add(open);
      }
      case Order.Serve serve -> waiting.add(serve);
      case Order.Next next -> {
        packetsWanted = next.packets();
        giveBack(next.freed());
        waiting.add(next);
      }
      case Order.Free free -> giveBack(free.freed());
      case Order.Packets(boolean wanted) -> packetsWanted = wanted;
      case Order.Answer given -> {
        if (!asked || answer != null) {
          throw new ProtocolException("an answer to no question");
        }
        answer = given;
      }
      case Order.Close() -> leaving = true;
    }
  }

  private void giveBack(long[] offsets) {
    for (long offset : offsets) {
      freed.accept(offset);
    }
  }
}
