package sluice.video;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Camera that sends RTP over UDP, and refuses everything else with 461: on loopback, the same
 * pictures over and over, until it is closed. Loses packets, swaps some, and remembers what it was
 * asked for. One client at a time.
 */
public final class DatagramCamera implements AutoCloseable {
  private static final Pattern CLIENT_PORTS = Pattern.compile("client_port=(\\d+)-(\\d+)");
  private static final int TICKS = 90_000 / Camera.RATE;
  private static final int SWAPPED = 50;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final DatagramSocket media = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final DatagramSocket control = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final RtpStream stream;
  private final double loss;
  private final int rate;
  private final String answered;
  private volatile int lost;

  /**
   * Starts.
   *
   * @param loss share of the packets that is not sent
   * @param rate pictures a second
   * @param answered stands in its answer to SETUP, behind the ports
   */
  public DatagramCamera(RtpStream stream, double loss, int rate, String answered)
      throws IOException {
    this.stream = stream;
    this.loss = loss;
    this.rate = rate;
    this.answered = answered;
    Thread.ofVirtual().name("udp camera").start(this::accept);
  }

  /** Its address; {@code userInfo} is empty or ends in {@code @}. */
  public String url(String userInfo) {
    return "rtsp://" + userInfo + "127.0.0.1:" + server.getLocalPort() + "/cam";
  }

  /** The first lines of all requests so far, and their transport. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Packets that were left out so far. */
  public int lost() {
    return lost;
  }

  /** Sends a packet from a port that is not the camera's; for a spy. */
  public int mediaPort() {
    return media.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : connections) {
      socket.close();
    }
    media.close();
    control.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.add(socket);
        Thread.ofVirtual().name("udp camera's connection").start(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    int port = 0;
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      OutputStream out = socket.getOutputStream();
      List<String> header;
      while (!(header = header(in)).isEmpty()) {
        String method = header.getFirst().split(" ", 2)[0];
        String transport = field(header, "Transport:");
        requests.add(method + " " + transport);
        Matcher ports = CLIENT_PORTS.matcher(transport);
        String sequence = "CSeq:" + field(header, "CSeq:");
        if (method.equals("SETUP") && !ports.find()) {
          reply(out, "461 Unsupported Transport", sequence, "", "");
        } else if (method.equals("SETUP")) {
          port = Integer.parseInt(ports.group(1));
          String said =
              "Transport: RTP/AVP/UDP;unicast;client_port=%d-%d;server_port=%d-%d%s\r\nSession: 7\r\n"
                  .formatted(
                      port, port + 1, media.getLocalPort(), control.getLocalPort(), answered);
          reply(out, "200 OK", sequence, said, "");
        } else if (method.equals("DESCRIBE")) {
          reply(out, "200 OK", sequence, "Content-Type: application/sdp\r\n", stream.sdp());
        } else {
          reply(out, "200 OK", sequence, "Session: 7\r\n", "");
          if (method.equals("PLAY")) {
            int to = port;
            Thread.ofVirtual().name("udp camera's media").start(() -> play(socket, to));
          }
        }
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private void play(Socket socket, int port) {
    Random random = new Random(1);
    List<List<byte[]>> pictures = stream.pictures();
    int sequence = 65_400; // numbers begin anew soon
    long start = System.nanoTime();
    try {
      for (long n = 0; !socket.isClosed(); n++) {
        LockSupport.parkNanos(start + TimeUnit.SECONDS.toNanos(n) / rate - System.nanoTime());
        List<byte[]> packets = new ArrayList<>();
        for (byte[] packet : pictures.get((int) (n % pictures.size()))) {
          packets.add(numbered(packet, sequence++, (int) (n * TICKS)));
        }
        if (packets.size() > 1 && random.nextInt(SWAPPED) == 0) {
          packets.add(packets.removeFirst());
        }
        for (byte[] packet : packets) {
          if (random.nextDouble() < loss) {
            lost++;
          } else {
            send(packet, port);
          }
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void send(byte[] packet, int port) throws IOException {
    media.send(new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
  }

  private static byte[] numbered(byte[] packet, int sequence, int time) {
    return ByteBuffer.wrap(packet.clone())
        .putShort(2, (short) sequence)
        .putInt(4, time)
        .putInt(8, 0x51_1C_E0)
        .array();
  }

  private static List<String> header(BufferedReader in) throws IOException {
    List<String> lines = new ArrayList<>();
    String line;
    while ((line = in.readLine()) != null && !line.isEmpty()) {
      lines.add(line);
    }
    return lines;
  }

  private static String field(List<String> header, String name) {
    return header.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElse("");
  }

  private static void reply(
      OutputStream out, String status, String sequence, String fields, String body)
      throws IOException {
    String text =
        "RTSP/1.0 %s\r\n%s\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(status, sequence, fields, body.length(), body);
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
