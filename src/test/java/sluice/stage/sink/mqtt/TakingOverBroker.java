package sluice.stage.sink.mqtt;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * What only some brokers do, and Mosquitto 2.0 doesn't: it tells a client of MQTT 5 that another
 * one has taken its session over, once it has acknowledged its first publication.
 */
final class TakingOverBroker implements AutoCloseable {
  private static final byte[] CONNACK = {0x20, 3, 0, 0, 0};
  private static final byte[] TAKEN_OVER = {(byte) 0xe0, 2, (byte) 0x8e, 0};

  private final ServerSocket server;

  TakingOverBroker() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  String url() {
    return "mqtt://127.0.0.1:" + server.getLocalPort();
  }

  private void serve() {
    try (Socket client = server.accept()) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      RawPacket.read(in);
      out.write(CONNACK);
      byte[] publish = RawPacket.read(in);
      int topic = (publish[1] << 8) + publish[2];
      out.write(new byte[] {0x40, 2, publish[3 + topic], publish[4 + topic]});
      out.write(TAKEN_OVER);
      out.flush();
      in.transferTo(OutputStream.nullOutputStream()); // until the client leaves
    } catch (IOException e) {
      // closed
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
