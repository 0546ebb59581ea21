package sluice.video.isolation.remote;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.DecodeMode;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.video.decode.DecodedPicture;
import sluice.video.decode.PictureDemand;
import sluice.video.decode.StreamInfo;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.image.FramePicture;
import sluice.video.image.MappedLayout;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.Order;
import sluice.video.isolation.protocol.PictureShape;
import sluice.video.isolation.protocol.ProtocolException;

/**
 * The pictures that a process decodes. Two orders for pictures are under way while one is waited
 * for, so that the process goes on by itself and nobody has to wake it up for each; what it asks
 * and tells meanwhile is read in the order in which it came, so that nothing else is different from
 * decoding here.
 */
final class RemoteDecoder implements VideoDecoder {
  private static final int AHEAD = 2;
  private static final long ROOM_MILLIS = 100;
  private static final long MOST_DECODE_NANOS = TimeUnit.HOURS.toNanos(1);

  private final DecoderSettings settings;
  private final HelperProcess process;
  private final RemotePackets packets;
  private final RemoteDemand demand;
  private final StreamInfo info;
  private final BooleanSupplier cancelled;
  private final BorrowedPictures borrowed = new BorrowedPictures();
  private final CountCheck counts = new CountCheck();
  private @Nullable MappedLayout layout;
  private long pictureBytes;

  /** Of which no picture was told yet. */
  private boolean reshaped;

  /** How often it was full since the last picture. */
  private int full;

  private int ordered;
  private boolean packetsNeeded;
  private long lastNanos = -1;
  private boolean ended;
  private boolean closed;

  /** Of a process that has opened its input; takes it and the packets over. */
  RemoteDecoder(
      DecoderSettings settings,
      HelperProcess process,
      RemotePackets packets,
      StreamInfo info,
      BooleanSupplier cancelled) {
    this.settings = settings;
    this.process = process;
    this.packets = packets;
    this.info = info;
    this.cancelled = cancelled;
    this.demand = new RemoteDemand(process);
  }

  @Override
  public StreamInfo info() {
    return info;
  }

  @Override
  public void serve(PictureDemand served) {
    demand.serve(served);
  }

  @Override
  public DecodeMode mode() {
    return counts.counts().mode();
  }

  @Override
  public long undecoded() {
    return counts.counts().undecoded();
  }

  @Override
  public long damagedPackets() {
    return counts.counts().damaged();
  }

  /** The process's number; for tests. */
  long pid() {
    return process.pid();
  }

  /** The memory of its pictures; for tests. */
  PictureMapping mapping() {
    return process.mapping();
  }

  @Override
  public @Nullable DecodedPicture next() {
    if (closed) {
      throw new IllegalStateException("the decoder is closed");
    }
    while (!ended) {
      for (; ordered < AHEAD; ordered++) {
        packetsNeeded = packets.areNeeded();
        process.write(new Order.Next(packetsNeeded, borrowed.takeFreed()));
      }
      Message message = process.read();
      try {
        if (message instanceof Message.Picture picture) {
          return take(picture);
        }
        handle(message);
      } catch (ProtocolException e) {
        throw process.lied(e.getMessage());
      }
    }
    return null;
  }

  private void handle(Message message) {
    switch (message) {
      case Message.Shape(PictureShape shape) -> reshape(shape);
      case Message.Packet packet -> packets.lend(packet);
      case Message.Configuration told -> packets.configure(told);
      case Message.Passed passed -> {
        packets.pass(passed);
        tellWhetherNeeded();
      }
      case Message.Demand asked -> demand.call(asked);
      case Message.Full _ -> makeRoom();
      case Message.Ended(var told) -> {
        counts.take(told);
        ended = true;
      }
      case Message.Failed failed -> {
        if (failed.kind() != Message.FailureKind.INTERNAL) { // who has a fault counts no more
          counts.take(failed.counts());
        }
        throw RemoteFailures.ofReading(process.shown(), failed);
      }
      case Message.Ready _, Message.Opened _, Message.Reading _, Message.Streams _ ->
          throw new ProtocolException("it opens its input twice");
      case Message.Picture _, Message.Log _ -> throw new AssertionError("handled before");
    }
  }

  /** Where few pictures are wanted, it would take long to wait for the next one to be ordered. */
  private void tellWhetherNeeded() {
    boolean needed = packets.areNeeded();
    if (needed != packetsNeeded) {
      packetsNeeded = needed;
      process.write(new Order.Packets(needed));
    }
  }

  private void reshape(PictureShape shape) {
    if (reshaped) {
      throw new ProtocolException("a shape of no picture");
    }
    reshaped = true;
    layout =
        MappedLayout.of(
                shape.format(),
                shape.width(),
                shape.height(),
                shape.bytes(),
                shape.offsets(),
                shape.strides(),
                shape.colorSpace(),
                shape.orientation(),
                shape.pixelAspect())
            .orElseThrow(
                () ->
                    new ProtocolException(
                        "pictures of the format "
                            + shape.format()
                            + ", "
                            + shape.width()
                            + "x"
                            + shape.height()
                            + ", don't lie in the bytes that they are said to"));
    pictureBytes = shape.bytes();
  }

  private DecodedPicture take(Message.Picture told) {
    MappedLayout known = layout;
    if (known == null || ordered == 0) {
      throw new ProtocolException("a picture that was not asked for, or of no shape");
    }
    long offset =
        ProtocolException.within(
            "where a picture begins",
            told.offset(),
            0,
            Limits.MEMORY_BYTES - Limits.MEMORY_PADDING - pictureBytes);
    long time =
        ProtocolException.within(
            "a picture's time", told.timestampNanos(), lastNanos + 1, Limits.TICKS);
    long spent =
        ProtocolException.within("the time of decoding", told.decodeNanos(), 0, MOST_DECODE_NANOS);
    counts.take(told.counts());
    borrowed.hold();
    lastNanos = time;
    ordered--;
    reshaped = false;
    full = 0;
    PictureMapping mapping = process.mapping();
    FramePicture picture =
        FramePicture.of(
            known,
            mapping.take(offset, pictureBytes),
            () -> {
              borrowed.free(offset);
              mapping.release();
            });
    return new DecodedPicture(picture, time, spent, told.damaged());
  }

  /**
   * The process has no room until pictures are given back. Those that were given back already are
   * in orders that it has not read yet, or go with this one.
   */
  private void makeRoom() {
    // each time it has got something back: so many pictures are not in use at once
    ProtocolException.within(
        "how often there was no room for one picture", ++full, 1, Limits.PICTURES);
    long begun = System.nanoTime();
    long[] freed = borrowed.takeFreed();
    try {
      while (freed.length == 0 && borrowed.number() > 0 && !cancelled.getAsBoolean()) {
        borrowed.awaitFreed(ROOM_MILLIS);
        freed = borrowed.takeFreed();
        requirePatience(begun);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // what comes next is that it is cancelled
    }
    process.write(new Order.Free(freed));
  }

  private void requirePatience(long begun) {
    long limit = settings.readTimeout().toNanos();
    if (limit > 0 && System.nanoTime() - begun > limit) {
      throw new SluiceException(
          ErrorCode.INPUT,
          settings.displayName()
              + ": all memory for its pictures has been in use for "
              + settings.readTimeout().toSeconds()
              + " s; the stream doesn't get on");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      process.close();
    } finally {
      packets.close();
    }
  }
}
