package sluice.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client of live pictures at byte level: it reads as much and as slowly as a test requests, and
 * sends nothing unasked.
 */
public final class RawLiveSocket implements AutoCloseable {
  private static final int TEXT_FRAME = 0x81;
  private static final int MASKED = 0x80;
  private static final int LONGEST = 125;
  private static final int PATIENCE_MILLIS = 30_000;

  /** As small as a slow line's, so that what isn't read waits with the server. */
  private static final int BUFFER = 16 << 10;

  private final Socket socket = new Socket();

  private RawLiveSocket(int port, String request) throws IOException {
    socket.setReceiveBufferSize(BUFFER);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** Asks for something that has no end. */
  public static RawLiveSocket get(int port, String path) throws IOException {
    return new RawLiveSocket(port, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path));
  }

  /** Opens a WebSocket, shows the ticket and waits for the welcome. */
  public static RawLiveSocket enter(int port, String ticket) throws IOException {
    RawLiveSocket opened =
        new RawLiveSocket(
            port,
            """
            GET /api/v1/live HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: c2x1aWNlIHNsdWljZSAxMg==\r
            \r
            """);
    opened.await("\r\n\r\n");
    opened.say("{\"type\":\"hello\",\"ticket\":\"" + ticket + "\"}");
    opened.await("\"welcome\"");
    return opened;
  }

  /** Says something of at most 125 characters. */
  public synchronized void say(String message) throws IOException {
    byte[] text = message.getBytes(StandardCharsets.US_ASCII);
    if (text.length > LONGEST) {
      throw new IllegalArgumentException(message + " (expected: at most 125 characters)");
    }
    byte[] frame = new byte[6 + text.length];
    frame[0] = (byte) TEXT_FRAME;
    frame[1] = (byte) (MASKED | text.length); // a mask of zeros leaves the text as it is
    System.arraycopy(text, 0, frame, 6, text.length);
    write(frame);
  }

  private void write(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  private void await(String word) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(word) < 0) {
      int next = in().read();
      if (next < 0) {
        throw new IOException("the server ended it: " + read);
      }
      read.append((char) next);
    }
  }

  /** What the server sends. */
  public InputStream in() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
