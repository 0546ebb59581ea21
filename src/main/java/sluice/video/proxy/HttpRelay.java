package sluice.video.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Copies a connection of HTTP; the header of its answer passes a filter.
 *
 * @param filter of answers
 */
record HttpRelay(RtspFilter filter) implements Relay {

  @Override
  public void answers(InputStream server, Target client, Target media) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    String text = "";
    int end = -1;
    while (end < 0 && read.size() < MessageHeader.LONGEST) {
      byte[] buffer = new byte[FROM_CLIENT];
      int length = server.read(buffer);
      if (length < 0) {
        break;
      }
      read.write(buffer, 0, length);
      text = read.toString(StandardCharsets.ISO_8859_1);
      end = text.indexOf("\r\n\r\n");
    }
    byte[] first = end < 0 ? read.toByteArray() : filtered(text, end + "\r\n\r\n".length());
    client.write(first, first.length);
    Relay.copy(server, FROM_SERVER, client);
  }

  private byte[] filtered(String text, int end) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(filter.answer(MessageHeader.parse(text.substring(0, end))).bytes());
    all.writeBytes(text.substring(end).getBytes(StandardCharsets.ISO_8859_1));
    return all.toByteArray();
  }
}
