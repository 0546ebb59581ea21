package sluice.secrets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A camera that wants a password, redirects to an address with a secret in it, and repeats what it
 * was asked in its errors: RTSP and HTTP at one port of loopback.
 */
final class TalkativeCamera implements AutoCloseable {
  private static final int TLS_HANDSHAKE = 22;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final String secret;

  /**
   * Starts serving.
   *
   * @param secret stands in the addresses that it redirects to
   */
  TalkativeCamera(String secret) throws IOException {
    this.secret = secret;
    Thread.ofVirtual().name("talkative camera").start(this::accept);
  }

  /** The machine with its port. */
  String host() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
      in.mark(1);
      if (in.read() == TLS_HANDSHAKE) {
        return;
      }
      in.reset();
      String request = in.readLine();
      while (request != null && !request.isEmpty()) {
        String sequence = "0";
        boolean authorized = false;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          sequence = line.startsWith("CSeq: ") ? line.substring("CSeq: ".length()) : sequence;
          authorized |= line.startsWith("Authorization: ");
        }
        String answer = request.startsWith("GET ") ? http(request) : rtsp(request, authorized);
        socket
            .getOutputStream()
            .write(answer.formatted(sequence).getBytes(StandardCharsets.ISO_8859_1));
        request = in.readLine();
      }
    } catch (IOException gone) {
      // The client has seen enough.
    }
  }

  private String http(String request) {
    return request.contains("/elsewhere")
        ? "HTTP/1.1 404 no " + quoted(request) + "\r\nContent-Length: 0\r\n\r\n"
        : "HTTP/1.1 302 Found\r\nLocation: http://u:"
            + secret
            + "@"
            + host()
            + "/elsewhere?sig="
            + secret
            + "\r\nContent-Length: 0\r\n\r\n";
  }

  private static String rtsp(String request, boolean authorized) {
    if (request.startsWith("OPTIONS ")) {
      return "RTSP/1.0 200 OK\r\nCSeq: %s\r\nPublic: OPTIONS, DESCRIBE\r\n\r\n";
    }
    return authorized
        ? "RTSP/1.0 404 no " + quoted(request) + "\r\nCSeq: %s\r\n\r\n"
        : "RTSP/1.0 401 Unauthorized\r\nCSeq: %s\r\nWWW-Authenticate: Basic realm=\"c\"\r\n\r\n";
  }

  /** The address of a request. */
  private static String quoted(String request) {
    return request.split(" ")[1].replace("%", "%%");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
