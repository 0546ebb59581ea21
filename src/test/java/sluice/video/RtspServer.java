package sluice.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A small camera: RTSP over TCP with interleaved RTP (RFC 2326), on loopback. Serves one stream to
 * each connection and then behaves as told.
 */
public final class RtspServer implements AutoCloseable {

  /** What happens after the last packet. */
  public enum Ending {
    /** The connection is closed without a word. */
    CLOSE,
    /** The connection stays open and nothing comes. */
    SILENCE
  }

  private final ServerSocket server;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final RtpStream stream;
  private final Ending ending;
  private final @Nullable String credentials;

  /**
   * Starts serving.
   *
   * @param credentials {@code user:password} that is asked for by Basic authentication; null for
   *     none
   */
  public RtspServer(RtpStream stream, Ending ending, @Nullable String credentials)
      throws IOException {
    this(stream, ending, credentials, 0);
  }

  /** The same at a port where a camera was before; 0 for any. */
  public RtspServer(RtpStream stream, Ending ending, @Nullable String credentials, int port)
      throws IOException {
    this.server = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
    this.stream = stream;
    this.ending = ending;
    this.credentials = credentials;
    Thread.ofVirtual().name("rtsp server").start(this::accept);
  }

  /** The camera's address; {@code userInfo} is empty or ends in {@code @}. */
  public String url(String userInfo) {
    return "rtsp://" + userInfo + "127.0.0.1:" + server.getLocalPort() + "/cam";
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** The first lines of all requests so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : connections) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.add(socket);
        Thread.ofVirtual().name("rtsp connection").start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      OutputStream out = socket.getOutputStream();
      String line;
      while ((line = in.readLine()) != null) {
        String request = line;
        String sequence = "";
        boolean allowed = credentials == null;
        while ((line = in.readLine()) != null && !line.isEmpty()) {
          if (line.startsWith("CSeq:")) {
            sequence = line;
          }
          allowed |= line.equals("Authorization: Basic " + encoded());
        }
        requests.add(request);
        if (answer(request.split(" ", 2)[0], sequence, allowed, out)) {
          return;
        }
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  /** Gives whether the connection is to end. */
  private boolean answer(String method, String sequence, boolean allowed, OutputStream out)
      throws IOException {
    if (!allowed && !method.equals("OPTIONS")) {
      reply(out, "401 Unauthorized", sequence, "WWW-Authenticate: Basic realm=\"cam\"\r\n", "");
      return false;
    }
    switch (method) {
      case "OPTIONS" ->
          reply(out, "200 OK", sequence, "Public: DESCRIBE, SETUP, PLAY, TEARDOWN\r\n", "");
      case "DESCRIBE" ->
          reply(out, "200 OK", sequence, "Content-Type: application/sdp\r\n", stream.sdp());
      case "SETUP" ->
          reply(
              out,
              "200 OK",
              sequence,
              "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n",
              "");
      case "PLAY" -> {
        reply(out, "200 OK", sequence, "Session: 1\r\n", "");
        play(out);
        return ending == Ending.CLOSE;
      }
      case "TEARDOWN" -> {
        reply(out, "200 OK", sequence, "", "");
        return true;
      }
      default -> reply(out, "501 Not Implemented", sequence, "", "");
    }
    return false;
  }

  private void play(OutputStream out) throws IOException {
    for (byte[] packet : stream.packets()) {
      int channel = RtpStream.isControl(packet) ? 1 : 0;
      out.write(
          new byte[] {'$', (byte) channel, (byte) (packet.length >> 8), (byte) packet.length});
      out.write(packet);
    }
    out.flush();
  }

  private String encoded() {
    String text = credentials == null ? "" : credentials;
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void reply(
      OutputStream out, String status, String sequence, String headers, String body)
      throws IOException {
    String text =
        "RTSP/1.0 %s\r\n%s\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(status, sequence, headers, body.length(), body);
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
