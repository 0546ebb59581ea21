package sluice.video.isolation.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import sluice.video.demux.DecoderSettings;

/** Reads orders. One thread. */
public final class OrderInput {
  private final FrameInput frames;

  /** Reads a stream that stays the caller's. */
  public OrderInput(InputStream in) {
    this.frames =
        new FrameInput(
            in,
            text -> {
              throw new ProtocolException("an order is none");
            });
  }

  /**
   * The next order, waiting for it.
   *
   * @return null where nobody gives orders any more
   * @throws IOException when the stream can't be read
   * @throws ProtocolException when it is no order
   */
  public @Nullable Order read() throws IOException {
    ByteBuffer frame = frames.read();
    return frame == null ? null : parse(frame);
  }

  /** Whether {@link #read} doesn't have to wait. */
  public boolean isBuffered() {
    return frames.isBuffered();
  }

  private static Order parse(ByteBuffer frame) {
    WireReader in = new WireReader(frame);
    OrderKind kind = Wires.constant("an order's kind", OrderKind.values(), in.getByte());
    Order order =
        switch (kind) {
          case OPEN -> open(in);
          case SERVE -> new Order.Serve(in.getLong());
          case NEXT -> new Order.Next(in.getFlag(), numbers(in));
          case FREE -> new Order.Free(numbers(in));
          case PACKETS -> new Order.Packets(in.getFlag());
          case ANSWER -> new Order.Answer(in.getFlag(), in.getLong());
          case CLOSE -> new Order.Close();
        };
    in.requireEnd();
    return order;
  }

  private static Order open(WireReader in) {
    DecoderSettings settings = DecoderSettingsBytes.read(in);
    boolean decoded = in.getFlag();
    boolean audio = in.getFlag();
    boolean packets = in.getFlag();
    return new Order.Open(settings, decoded, audio, packets);
  }

  private static long[] numbers(WireReader in) {
    long[] numbers = new long[in.getInt("pictures", 0, Limits.PICTURES)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.getLong();
    }
    return numbers;
  }
}
