package sluice.video.isolation.protocol;

import java.io.IOException;
import java.io.OutputStream;

/** Writes orders, each at once. Thread-safe. */
public final class OrderOutput {
  private static final int KEPT_BYTES = 64 << 10;

  private final OutputStream out;
  private final WireWriter pending = new WireWriter();

  /** Writes to a stream that stays the caller's. */
  public OrderOutput(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes an order.
   *
   * @throws IOException when nobody reads any more
   */
  public synchronized void write(Order order) throws IOException {
    pending.putInt(Frames.MAGIC);
    pending.putInt(0);
    add(order);
    pending.setInt(Integer.BYTES, pending.position() - Frames.HEADER_BYTES);
    try {
      out.write(pending.array(), 0, pending.position());
      out.flush();
    } finally {
      pending.clear(KEPT_BYTES);
    }
  }

  private void add(Order order) {
    switch (order) {
      case Order.Open open -> {
        kind(OrderKind.OPEN);
        DecoderSettingsBytes.write(open.settings(), pending);
        pending.putFlag(open.decoded());
        pending.putFlag(open.audio());
        pending.putFlag(open.packets());
      }
      case Order.Serve(long interval) -> {
        kind(OrderKind.SERVE);
        pending.putLong(interval);
      }
      case Order.Next(boolean packets, long[] freed) -> {
        kind(OrderKind.NEXT);
        pending.putFlag(packets);
        putAll(freed);
      }
      case Order.Free(long[] freed) -> {
        kind(OrderKind.FREE);
        putAll(freed);
      }
      case Order.Packets(boolean wanted) -> {
        kind(OrderKind.PACKETS);
        pending.putFlag(wanted);
      }
      case Order.Answer(boolean wanted, long next) -> {
        kind(OrderKind.ANSWER);
        pending.putFlag(wanted);
        pending.putLong(next);
      }
      case Order.Close() -> kind(OrderKind.CLOSE);
    }
  }

  private void putAll(long[] numbers) {
    pending.putInt(numbers.length);
    for (long number : numbers) {
      pending.putLong(number);
    }
  }

  private void kind(OrderKind kind) {
    pending.putByte(Wires.number(kind));
  }
}
