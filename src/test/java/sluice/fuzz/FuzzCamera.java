package sluice.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A camera on loopback that sends what the current case contains, valid or not. */
final class FuzzCamera implements AutoCloseable {
  /** A client that says nothing for so long waits for what will not come. */
  private static final int PATIENCE_MILLIS = 300;

  private final ServerSocket server = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private volatile RtspCase script;

  FuzzCamera(RtspCase first) throws IOException {
    script = first;
    Thread.ofVirtual().name("fuzz camera").start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Begins a case. */
  void play(RtspCase next) {
    script = next;
  }

  /** Ends a case: leaves all clients. */
  void hangUp() throws IOException {
    for (Socket socket : connections) {
      socket.close();
      connections.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    hangUp();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.add(socket);
        Thread.ofVirtual().name("fuzz connection").start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The end.
    }
  }

  private void serve(Socket socket) {
    serve(socket, script);
    connections.remove(socket);
  }

  private static void serve(Socket socket, RtspCase script) {
    try (socket) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      OutputStream out = socket.getOutputStream();
      String line;
      while ((line = in.readLine()) != null) {
        String method = line.split(" ", 2)[0];
        String sequence = "";
        while ((line = in.readLine()) != null && !line.isEmpty()) {
          if (line.startsWith("CSeq: ")) {
            sequence = line.substring(6);
          }
        }
        String answer = script.answers().getOrDefault(method, script.answers().get("*"));
        out.write(Damage.latin(answer.replace(String.valueOf(RtspCase.SEQUENCE), sequence)));
        if (method.equals("PLAY")) {
          out.write(script.media());
          out.flush();
          if (script.silent()) {
            socket.setSoTimeout(0); // until the case is over
          } else {
            socket.shutdownOutput();
          }
        }
        out.flush();
      }
    } catch (IOException gone) {
      // The client has left, or says nothing any more.
    }
  }
}
