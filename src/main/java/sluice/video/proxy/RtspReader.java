package sluice.video.proxy;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes what comes over a connection of RTSP apart: messages, and packets of media between them
 * (RFC 2326, section 10.12). One thread.
 */
final class RtspReader {
  /** The first byte of a packet of media. */
  static final byte MEDIA = '$';

  private static final int BUFFER = 64 * 1024;
  private static final int LONGEST_BODY = 1 << 20;
  private static final int MEDIA_HEADER = 4;

  private final InputStream in;

  /** Reads from a connection, which stays the caller's. */
  RtspReader(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER);
  }

  /** What comes over the connection. */
  sealed interface Piece {}

  /** A request or an answer. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Message(MessageHeader header, byte[] body) implements Piece {}

  /**
   * A packet of media, or of its control protocol.
   *
   * @param channel that the two sides agreed on
   * @param bytes as it travels, with its four bytes of header
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Media(int channel, byte[] bytes) implements Piece {}

  /**
   * The next piece; null at the end.
   *
   * @throws IOException when the connection breaks off, in mid-piece too, or a message is too long
   */
  @Nullable Piece next() throws IOException {
    int first = in.read();
    while (first == '\r' || first == '\n') {
      first = in.read(); // blank lines between messages
    }
    if (first < 0) {
      return null;
    }
    return first == MEDIA ? media() : message((char) first);
  }

  private Media media() throws IOException {
    byte[] header = in.readNBytes(MEDIA_HEADER - 1);
    requireAll(header, MEDIA_HEADER - 1);
    int length = ((header[1] & 0xFF) << 8) | (header[2] & 0xFF);
    byte[] packet = new byte[MEDIA_HEADER + length];
    packet[0] = MEDIA;
    System.arraycopy(header, 0, packet, 1, header.length);
    if (in.readNBytes(packet, MEDIA_HEADER, length) < length) {
      throw new EOFException("the connection ended within a packet");
    }
    return new Media(header[0] & 0xFF, packet);
  }

  private Message message(char first) throws IOException {
    StringBuilder text = new StringBuilder().append(first);
    while (!isWhole(text)) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended within a message");
      }
      if (text.length() >= MessageHeader.LONGEST) {
        throw new IOException("what came is no message of RTSP");
      }
      text.append((char) next);
    }
    MessageHeader header = MessageHeader.parse(text.toString());
    int length = header.field("content-length").map(RtspReader::length).orElse(0);
    byte[] body = in.readNBytes(length);
    requireAll(body, length);
    return new Message(header, body);
  }

  private static boolean isWhole(StringBuilder text) {
    int last = text.length() - 1;
    if (last < 1 || text.charAt(last) != '\n') {
      return false;
    }
    int before = text.charAt(last - 1) == '\r' ? last - 2 : last - 1;
    return before >= 0 && text.charAt(before) == '\n';
  }

  private static int length(String digits) {
    return digits.matches("\\d{1,7}") ? Math.min(LONGEST_BODY, Integer.parseInt(digits)) : 0;
  }

  private static void requireAll(byte[] bytes, int length) throws IOException {
    if (bytes.length < length) {
      throw new EOFException("the connection ended too early");
    }
  }
}
