package sluice.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Minimal RTSP server, a camera: RTSP over TCP with interleaved RTP (RFC 2326), on loopback. Serves
 * one programme to each connection.
 */
public final class RtspServer implements AutoCloseable {

  /** What happens after the last packet. */
  public enum Ending {
    /** The connection is closed without a word. */
    CLOSE,
    /** The connection stays open and nothing comes. */
    SILENCE
  }

  /** What a camera shows, and how it behaves. Called for each connection on its own thread. */
  interface Programme {
    /** The description of the stream. */
    String sdp();

    /**
     * Before a request is answered; may wait.
     *
     * @return whether it is to be answered properly; false where something else was said instead
     */
    default boolean answers(OutputStream out) throws IOException {
      return true;
    }

    /**
     * Sends the stream.
     *
     * @return whether the connection ends then
     */
    boolean play(OutputStream out) throws IOException;
  }

  /** Bytes before each packet between requests and answers. */
  private static final int FRAMING = 4;

  private final ServerSocket server;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Programme programme;
  private final @Nullable String credentials;
  private final @Nullable DigestAuthority authority;

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

  /** One that is logged in to as an authority says, and falls silent after the last packet. */
  public static RtspServer behind(DigestAuthority authority, RtpStream stream) throws IOException {
    return new RtspServer(new Recorded(stream, Ending.SILENCE), null, authority, 0);
  }

  /** The same at a port where a camera was before; 0 for any. */
  public RtspServer(RtpStream stream, Ending ending, @Nullable String credentials, int port)
      throws IOException {
    this(new Recorded(stream, ending), credentials, port);
  }

  /** Shows a programme at a port; 0 for any. */
  RtspServer(Programme programme, @Nullable String credentials, int port) throws IOException {
    this(programme, credentials, null, port);
  }

  private RtspServer(
      Programme programme,
      @Nullable String credentials,
      @Nullable DigestAuthority authority,
      int port)
      throws IOException {
    this.authority = authority;
    this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.programme = programme;
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
  public List<String> requests() {
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
      socket.setTcpNoDelay(true); // a picture's last packet isn't held back
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      OutputStream out = socket.getOutputStream();
      String line;
      while ((line = in.readLine()) != null) {
        String request = line;
        String sequence = "";
        String authorization = "";
        boolean allowed = credentials == null;
        while ((line = in.readLine()) != null && !line.isEmpty()) {
          if (line.startsWith("CSeq:")) {
            sequence = line;
          }
          allowed |= line.equals("Authorization: Basic " + encoded());
          if (line.startsWith("Authorization: ")) {
            authorization = line.substring("Authorization: ".length());
          }
        }
        requests.add(request);
        if (authority != null
            && !request.startsWith("OPTIONS ")
            && !authority.allows(request.split(" ", 2)[0], authorization)) {
          reply(out, "401 Unauthorized", sequence, authority.challenges(), "");
          continue;
        }
        if (programme.answers(out) && answer(request.split(" ", 2)[0], sequence, allowed, out)) {
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
          reply(out, "200 OK", sequence, "Content-Type: application/sdp\r\n", programme.sdp());
      case "SETUP" ->
          reply(
              out,
              "200 OK",
              sequence,
              "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n",
              "");
      case "PLAY" -> {
        reply(out, "200 OK", sequence, "Session: 1\r\n", "");
        return programme.play(out);
      }
      case "TEARDOWN" -> {
        reply(out, "200 OK", sequence, "", "");
        return true;
      }
      default -> reply(out, "501 Not Implemented", sequence, "", "");
    }
    return false;
  }

  /** Sends a packet as it travels between requests and answers. */
  static void send(OutputStream out, byte[] packet) throws IOException {
    byte channel = (byte) (RtpStream.isControl(packet) ? 1 : 0);
    out.write(
        ByteBuffer.allocate(FRAMING + packet.length)
            .put((byte) '$')
            .put(channel)
            .putShort((short) packet.length)
            .put(packet)
            .array());
  }

  /** All packets at once, and then the ending. */
  private record Recorded(RtpStream stream, Ending ending) implements Programme {
    @Override
    public String sdp() {
      return stream.sdp();
    }

    @Override
    public boolean play(OutputStream out) throws IOException {
      for (byte[] packet : stream.packets()) {
        send(out, packet);
      }
      out.flush();
      return ending == Ending.CLOSE;
    }
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
