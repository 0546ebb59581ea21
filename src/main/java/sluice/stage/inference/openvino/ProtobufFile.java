package sluice.stage.inference.openvino;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;

/**
 * A file of Protocol Buffers, walked through by the lengths of its fields: whether it is one, and
 * whole. Nothing of it is kept.
 */
final class ProtobufFile {
  /** A message of which nothing is known but its fields' lengths. */
  static final Message ANY = Message.of();

  private static final int LONGEST_TEXT = 1 << 20;

  private final DataInputStream in;
  private long position;

  /**
   * What is known of a kind of messages.
   *
   * @param texts numbers of the fields that are texts
   * @param messages the messages in fields, by the fields' numbers
   */
  record Message(Set<Integer> texts, Map<Integer, Message> messages) {
    /** Keeps its own copies. */
    Message {
      texts = Set.copyOf(texts);
      messages = Map.copyOf(messages);
    }

    /** One with texts. */
    static Message of(Integer... texts) {
      return new Message(Arrays.stream(texts).collect(Collectors.toSet()), Map.of());
    }

    /** The same with messages in a field. */
    Message with(int field, Message inside) {
      Map<Integer, Message> more = new HashMap<>(messages);
      more.put(field, inside);
      return new Message(texts, more);
    }
  }

  private ProtobufFile(DataInputStream in) {
    this.in = in;
  }

  /**
   * The numbers of the fields that a file's message has.
   *
   * @return none where it isn't such a message, or isn't whole
   * @throws IOException when it can't be read
   */
  static Set<Integer> fields(Path file, Message message) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      return new ProtobufFile(in).walk(message, Files.size(file));
    } catch (DataFormatException | EOFException e) {
      return Set.of();
    }
  }

  private Set<Integer> walk(Message message, long end) throws IOException, DataFormatException {
    Set<Integer> fields = new HashSet<>();
    while (position < end) {
      long tag = varint();
      long number = tag >>> 3;
      if (number == 0 || number > Integer.MAX_VALUE) {
        throw new DataFormatException("no field has the number " + number);
      }
      fields.add((int) number);
      switch ((int) (tag & 7)) {
        case 0 -> varint();
        case 1 -> skip(Long.BYTES, end);
        case 2 -> delimited(message, (int) number, end);
        case 5 -> skip(Integer.BYTES, end);
        default -> throw new DataFormatException("no field is of type " + (tag & 7));
      }
    }
    if (position > end) {
      throw new DataFormatException("a field ends behind its message");
    }
    return fields;
  }

  private void delimited(Message message, int field, long end)
      throws IOException, DataFormatException {
    long length = varint();
    Message inside = message.messages().get(field);
    if (inside != null) {
      requireRoom(length, end);
      walk(inside, position + length);
    } else if (message.texts().contains(field) && length <= LONGEST_TEXT) {
      requireRoom(length, end);
      requireText(in.readNBytes((int) length));
      position += length;
    } else {
      skip(length, end);
    }
  }

  private static void requireText(byte[] bytes) throws DataFormatException {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new DataFormatException("a text is none");
    }
  }

  private void skip(long length, long end) throws IOException, DataFormatException {
    requireRoom(length, end);
    in.skipNBytes(length);
    position += length;
  }

  private void requireRoom(long length, long end) throws DataFormatException {
    if (length < 0 || length > end - position) {
      throw new DataFormatException("a field is longer than its message");
    }
  }

  private long varint() throws IOException, DataFormatException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = in.readUnsignedByte();
      position++;
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new DataFormatException("a number is too long");
  }
}
