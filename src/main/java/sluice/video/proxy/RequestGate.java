package sluice.video.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Access control of an HTTP proxy on loopback: lets in only requests that hold a token in a header
 * field, which it takes out. Without it every user of the machine could reach the camera through
 * the proxy's port. Thread-safe.
 */
final class RequestGate {
  private static final int LONGEST_HEADER = 16 * 1024;
  private static final String FIELD = "Sluice-Proxy: ";
  private static final String END = "\r\n\r\n";

  private final String line;

  /** A gate with a token of its own. */
  RequestGate() {
    byte[] token = new byte[16];
    new SecureRandom().nextBytes(token);
    line = FIELD + HexFormat.of().formatHex(token) + "\r\n";
  }

  /** The header field that opens the gate, with its line end. */
  String field() {
    return line;
  }

  /**
   * Reads the header of a request.
   *
   * @return the header without the token, and what was read after it; empty where the token is
   *     missing, the header too long or cut short
   */
  byte[] admit(InputStream client) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    int length;
    while (read.size() < LONGEST_HEADER && (length = client.read(buffer)) >= 0) {
      read.write(buffer, 0, length);
      String text = read.toString(StandardCharsets.ISO_8859_1);
      int end = text.indexOf(END);
      if (end >= 0) {
        int field = text.indexOf("\r\n" + line);
        return field < 0 || field > end
            ? new byte[0]
            : (text.substring(0, field + 2) + text.substring(field + 2 + line.length()))
                .getBytes(StandardCharsets.ISO_8859_1);
      }
    }
    return new byte[0];
  }
}
