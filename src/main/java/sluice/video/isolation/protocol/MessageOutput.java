package sluice.video.isolation.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import sluice.sandbox.BoxStatus;
import sluice.video.decode.StreamInfo;

/**
 * Writes messages, in as few writes as there are flushes. Thread-safe: a message is never torn by
 * another.
 */
public final class MessageOutput {
  /** Together with what a picture and its packet take, so that small messages stay in one piece. */
  private static final int KEPT_BYTES = 256 << 10;

  /** A packet that is longer is written at once, from where it is: the heap is small. */
  private static final int LARGE_BYTES = 1 << 20;

  private static final int CHUNK_BYTES = 64 << 10;

  private final OutputStream out;
  private final WireWriter pending = new WireWriter();
  private @Nullable IOException lost;

  /** Writes to a stream that stays the caller's. */
  public MessageOutput(OutputStream out) {
    this.out = out;
  }

  /**
   * Adds a message to what is written with the next flush; a large packet is written with it at
   * once.
   *
   * @return false where it is longer than messages may be, and left out
   */
  public synchronized boolean add(Message message) {
    if (message instanceof Message.Packet packet && packet.data().remaining() > LARGE_BYTES) {
      return addLarge(packet);
    }
    int start = pending.position();
    pending.putInt(Frames.MAGIC);
    pending.putInt(0);
    write(message);
    int length = pending.position() - start - Frames.HEADER_BYTES;
    if (length > Limits.MESSAGE_BYTES) {
      pending.rewind(start);
      return false;
    }
    pending.setInt(start + Integer.BYTES, length);
    return true;
  }

  private boolean addLarge(Message.Packet packet) {
    int start = pending.position();
    int bytes = packet.data().remaining();
    pending.putInt(Frames.MAGIC);
    pending.putInt(0);
    begin(packet);
    pending.putInt(bytes);
    long length = (long) pending.position() - start - Frames.HEADER_BYTES + bytes;
    if (length > Limits.MESSAGE_BYTES) {
      pending.rewind(start);
      return false;
    }
    pending.setInt(start + Integer.BYTES, (int) length);
    try {
      flush();
      byte[] chunk = new byte[CHUNK_BYTES];
      for (ByteBuffer rest = packet.data().duplicate(); rest.hasRemaining(); ) {
        int part = Math.min(chunk.length, rest.remaining());
        rest.get(chunk, 0, part);
        out.write(chunk, 0, part);
      }
    } catch (IOException e) {
      lost = e; // the next flush says so
    }
    return true;
  }

  private void begin(Message.Packet packet) {
    kind(MessageKind.PACKET);
    pending.putInt(packet.stream());
    pending.putInt(packet.flags());
    pending.putLong(packet.pts());
    pending.putLong(packet.dts());
    pending.putLong(packet.duration());
  }

  /**
   * Writes what was added.
   *
   * @throws IOException when nobody reads any more
   */
  public synchronized void flush() throws IOException {
    if (lost != null) {
      throw lost;
    }
    if (pending.position() > 0) {
      out.write(pending.array(), 0, pending.position());
      pending.clear(KEPT_BYTES);
    }
  }

  private void write(Message message) {
    switch (message) {
      case Message.Ready(BoxStatus box) -> {
        kind(MessageKind.READY);
        BoxStatuses.write(box, pending);
      }
      case Message.Opened(StreamInfo info) -> {
        kind(MessageKind.OPENED);
        StreamInfos.write(info, pending);
      }
      case Message.Reading(boolean download) -> {
        kind(MessageKind.READING);
        pending.putFlag(download);
      }
      case Message.Streams(var streams) -> {
        kind(MessageKind.STREAMS);
        pending.putByte(streams.size());
        streams.forEach(stream -> stream.write(pending));
      }
      case Message.Shape(PictureShape shape) -> {
        kind(MessageKind.SHAPE);
        shape.write(pending);
      }
      case Message.Picture picture -> {
        kind(MessageKind.PICTURE);
        pending.putLong(picture.offset());
        pending.putLong(picture.timestampNanos());
        pending.putLong(picture.decodeNanos());
        pending.putFlag(picture.damaged());
        picture.counts().write(pending);
      }
      case Message.Packet packet -> {
        begin(packet);
        pending.putBytes(packet.data());
      }
      case Message.Configuration(byte[] data) -> {
        kind(MessageKind.CONFIGURATION);
        pending.putBytes(data);
      }
      case Message.Passed(int packets, int keyFrames) -> {
        kind(MessageKind.PASSED);
        pending.putInt(packets);
        pending.putInt(keyFrames);
      }
      case Message.Demand(Message.Call call, long time, boolean key) -> {
        kind(MessageKind.DEMAND);
        pending.putByte(Wires.number(call));
        pending.putLong(time);
        pending.putFlag(key);
      }
      case Message.Full(int held) -> {
        kind(MessageKind.FULL);
        pending.putInt(held);
      }
      case Message.Ended(Counts counts) -> {
        kind(MessageKind.ENDED);
        counts.write(pending);
      }
      case Message.Failed(Message.FailureKind kind, String text, Counts counts) -> {
        kind(MessageKind.FAILED);
        pending.putByte(Wires.number(kind));
        pending.putText(text);
        counts.write(pending);
      }
      case Message.Log(Message.Level level, String text) -> {
        kind(MessageKind.LOG);
        pending.putByte(Wires.number(level));
        pending.putText(text);
      }
    }
  }

  private void kind(MessageKind kind) {
    pending.putByte(Wires.number(kind));
  }
}
