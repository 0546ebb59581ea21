package sluice.stage.sink.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A broker that answers publications as a test says, which Mosquitto can't be told. It serves one
 * client after another.
 */
final class PickyBroker implements AutoCloseable {
  /** What becomes of a publication. */
  enum Answer {
    ACKNOWLEDGE,
    /** As a broker of MQTT 5 whose quota is exceeded. */
    REFUSE,
    /** The connection ends without a word. */
    CLOSE
  }

  private final ServerSocket server;
  private final boolean isVersion5;
  private final Function<String, Answer> rule;
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * Begins to serve.
   *
   * @param rule gives the answer for a publication, as {@code TOPIC PAYLOAD}
   */
  PickyBroker(boolean isVersion5, Function<String, Answer> rule) throws IOException {
    this.isVersion5 = isVersion5;
    this.rule = rule;
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  String url() {
    return "mqtt://127.0.0.1:" + server.getLocalPort();
  }

  /** What was acknowledged, each as {@code TOPIC PAYLOAD}. */
  List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  int connections() {
    return connections.get();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        connections.incrementAndGet();
        serve(new DataInputStream(client.getInputStream()), client.getOutputStream());
      } catch (IOException e) {
        // the client is gone, or the test is over
      }
    }
  }

  private void serve(DataInputStream in, OutputStream out) throws IOException {
    RawPacket.read(in);
    out.write(isVersion5 ? new byte[] {0x20, 3, 0, 0, 0} : new byte[] {0x20, 2, 0, 0});
    while (true) {
      byte[] packet = RawPacket.read(in);
      switch ((packet[0] & 0xf0) >> 4) {
        case 3 -> {
          if (!isAnswered(packet, out)) {
            return;
          }
        }
        case 8 -> out.write(new byte[] {(byte) 0x90, 4, packet[1], packet[2], 0, 0}); // of MQTT 5
        case 12 -> out.write(new byte[] {(byte) 0xd0, 0});
        case 14 -> {
          return;
        }
        default -> {}
      }
    }
  }

  private boolean isAnswered(byte[] packet, OutputStream out) throws IOException {
    int topic = ((packet[1] & 0xff) << 8) + (packet[2] & 0xff);
    int body = 5 + topic;
    body += isVersion5 ? 1 + packet[body] : 0; // properties are few
    String text =
        new String(packet, 3, topic, StandardCharsets.UTF_8)
            + " "
            + new String(packet, body, packet.length - body, StandardCharsets.UTF_8);
    Answer answer = rule.apply(text);
    ByteArrayOutputStream reply = new ByteArrayOutputStream();
    reply.write(0x40);
    reply.write(answer == Answer.REFUSE ? 3 : 2);
    reply.write(packet, 3 + topic, 2);
    if (answer == Answer.REFUSE) {
      reply.write(0x97);
    }
    if (answer == Answer.ACKNOWLEDGE) {
      acknowledged.add(text);
    }
    if (answer != Answer.CLOSE) {
      out.write(reply.toByteArray());
    }
    return answer != Answer.CLOSE;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
