package sluice.video;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * Server of this machine that answers each header that comes, of HTTP or RTSP, with a text of the
 * test's, and remembers all that it heard: a canary where it is to hear nothing.
 */
public final class HeaderServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<String> headers = new CopyOnWriteArrayList<>();
  private final UnaryOperator<String> answer;

  /** Starts on loopback; the answer is sent as it is, byte for character. */
  public HeaderServer(UnaryOperator<String> answer) throws IOException {
    this(InetAddress.getLoopbackAddress(), answer);
  }

  /** The same on an address of this machine. */
  public HeaderServer(InetAddress address, UnaryOperator<String> answer) throws IOException {
    this.server = new ServerSocket(0, 50, address);
    this.answer = answer;
    Thread.ofVirtual().start(this::accept);
  }

  /** One that redirects everything, in the protocol that it is asked in. */
  public static HeaderServer redirecting(String status, String location) throws IOException {
    return redirecting(InetAddress.getLoopbackAddress(), status, location);
  }

  /** The same on an address of this machine. */
  public static HeaderServer redirecting(InetAddress address, String status, String location)
      throws IOException {
    return new HeaderServer(
        address,
        header ->
            (header.contains("RTSP/1.0")
                    ? "RTSP/1.0 " + status + "\r\nCSeq: " + field(header, "CSeq: ") + "\r\n"
                    : "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n")
                + "Location: "
                + location
                + "\r\n\r\n");
  }

  /** The value of a header's field, without blanks around it; empty where it isn't there. */
  public static String field(String header, String name) {
    return header
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElse("");
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** How often it was connected to. */
  public int connections() {
    return connections.size();
  }

  /** The headers so far. */
  public List<String> headers() {
    return List.copyOf(headers);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      StringBuilder header = new StringBuilder();
      int next;
      while ((next = in.read()) >= 0) {
        header.append((char) next);
        if (header.toString().endsWith("\r\n\r\n")) {
          headers.add(header.toString());
          out.write(answer.apply(header.toString()).getBytes(StandardCharsets.ISO_8859_1));
          header.setLength(0);
        }
      }
    } catch (IOException e) {
      // The other side has gone.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : connections) {
      socket.close();
    }
  }
}
