package sluice.stage.sink.delivery;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import sluice.core.message.Message;
import sluice.core.message.MessageKind;

/** Messages as the spool keeps them: a version, then their components in turn. */
final class MessageCodec {
  private static final int VERSION = 1;
  private static final int USUAL_HEAD = 200;

  private MessageCodec() {}

  /** The bytes of a message. */
  static byte[] encode(Message message) {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(USUAL_HEAD + message.body().length + message.picture().length);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(message.id());
      out.writeUTF(message.stream());
      out.writeUTF(message.kind().wireName());
      Instant time = message.time();
      out.writeLong(time.getEpochSecond());
      out.writeInt(time.getNano());
      out.writeUTF(message.traceparent().orElse(""));
      write(out, message.body());
      write(out, message.picture());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The message of some bytes.
   *
   * @throws IOException when they are not those of a message, or of a later version
   */
  static Message decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException("a message of version " + version + " (expected: " + VERSION + ")");
    }
    String id = in.readUTF();
    String stream = in.readUTF();
    MessageKind kind = kind(in.readUTF());
    Instant time = Instant.ofEpochSecond(in.readLong(), in.readInt());
    Optional<String> trace = Optional.of(in.readUTF()).filter(text -> !text.isEmpty());
    return new Message(id, stream, kind, time, trace, read(in), read(in));
  }

  private static MessageKind kind(String name) throws IOException {
    for (MessageKind kind : MessageKind.values()) {
      if (kind.wireName().equals(name)) {
        return kind;
      }
    }
    throw new IOException("a message of an unknown kind");
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a message that is cut off");
    }
    return in.readNBytes(length);
  }
}
