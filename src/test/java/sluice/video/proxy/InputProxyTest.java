package sluice.video.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.video.proxy.InputProxy.Protocol;

@Timeout(60)
class InputProxyTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final List<Socket> served = new CopyOnWriteArrayList<>();
  private ServerSocket server;
  private Upstream upstream;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, LOOPBACK);
    upstream = new Upstream("cam.test", LOOPBACK, server.getLocalPort(), null);
    Thread.ofVirtual().start(this::accept);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    for (Socket socket : served) {
      socket.close();
    }
    assertThat(InputProxy.open()).isZero();
  }

  private void accept() {
    try {
      while (true) {
        served.add(server.accept());
      }
    } catch (IOException e) {
      // closed
    }
  }

  @Test
  void requestWithTheToken_arrivesWithoutIt_howeverItIsCut() throws IOException {
    try (InputProxy proxy = open(Protocol.HTTP);
        Socket client = new Socket(LOOPBACK, proxy.port())) {
      for (byte each : bytes("GET / HTTP/1.1\r\n" + proxy.field() + "Host: a\r\n\r\nrest")) {
        client.getOutputStream().write(each);
      }
      String expected = "GET / HTTP/1.1\r\nHost: a\r\n\r\nrest";
      assertThat(read(served(0), expected.length())).isEqualTo(expected);
      served(0).getOutputStream().write(bytes("answer"));
      assertThat(read(client, 6)).isEqualTo("answer");
    }
  }

  @Test
  void requestWithoutTheToken_reachesNothing() throws IOException {
    try (InputProxy proxy = open(Protocol.HTTP)) {
      String wrong = proxy.field().replaceAll("[0-9a-f]{4}\r\n", "0000\r\n");
      for (String field : List.of("", "X: 1\r\n", wrong, "X: " + proxy.field())) {
        try (Socket client = new Socket(LOOPBACK, proxy.port())) {
          client.getOutputStream().write(bytes("GET / HTTP/1.1\r\n" + field + "\r\n"));
          assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
      }
      try (Socket body = new Socket(LOOPBACK, proxy.port())) {
        body.getOutputStream().write(bytes("GET / HTTP/1.1\r\n\r\n\r\n" + proxy.field()));
        assertThat(body.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(served).hasSize(1);
      assertThat(served(0).getInputStream().available()).isZero();
    }
  }

  @Test
  void eachRequestOfHttp_goesToTheSameServer() throws IOException {
    try (InputProxy proxy = open(Protocol.HTTP)) {
      for (int i = 0; i < 3; i++) {
        try (Socket client = new Socket(LOOPBACK, proxy.port())) {
          client.getOutputStream().write(bytes("GET /" + i + "\r\n" + proxy.field() + "\r\n"));
          assertThat(read(served(i), 10)).startsWith("GET /" + i);
        }
      }
    }
  }

  @Test
  void rtsp_hasOneConnection() throws IOException {
    try (InputProxy proxy = open(Protocol.RTSP);
        Socket client = new Socket(LOOPBACK, proxy.port())) {
      client.getOutputStream().write(bytes("OPTIONS"));
      assertThat(read(served(0), 7)).isEqualTo("OPTIONS");
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> new Socket(LOOPBACK, proxy.port()).close())
                      .isInstanceOf(IOException.class));
    }
  }

  @Test
  void whatWasWrittenBeforeTheClose_isSentOn() throws IOException {
    InputProxy proxy = open(Protocol.RTSP);
    Socket client = new Socket(LOOPBACK, proxy.port());
    client.getOutputStream().write(bytes("PLAY"));
    assertThat(read(served(0), 4)).isEqualTo("PLAY");
    client.getOutputStream().write(bytes("TEARDOWN"));
    client.close();
    proxy.closeWithin(LIMIT);
    assertThat(read(served(0), 100)).isEqualTo("TEARDOWN");
  }

  @Test
  void brokenConnection_isNoEnd() throws IOException {
    try (InputProxy proxy = open(Protocol.RTSP);
        Socket client = new Socket(LOOPBACK, proxy.port())) {
      client.getOutputStream().write(bytes("PLAY"));
      assertThat(read(served(0), 4)).isEqualTo("PLAY");
      served(0).setSoLinger(true, 0);
      served(0).close();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void close_endsConnections_thatNobodyReads() throws IOException {
    Socket client;
    try (InputProxy proxy = open(Protocol.RTSP)) {
      client = new Socket(LOOPBACK, proxy.port());
      client.getOutputStream().write(bytes("PLAY"));
      assertThat(read(served(0), 4)).isEqualTo("PLAY");
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  while (true) {
                    served(0).getOutputStream().write(new byte[65_536]);
                  }
                } catch (IOException e) {
                  // The proxy has gone.
                }
              });
    }
    await().until(() -> isGone(client));
  }

  private static boolean isGone(Socket socket) {
    try {
      socket.getOutputStream().write(1);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void connectionThatNobodyWantsAnyMore_isGivenUp() throws IOException {
    assertThat(UpstreamConnector.connect(upstream, LIMIT, () -> true)).isEmpty();
  }

  @Test
  void nobodyListening_isAFailure() throws IOException {
    try (Socket unused = new Socket()) {
      unused.bind(new InetSocketAddress(LOOPBACK, 0)); // nobody else gets this port meanwhile
      Upstream silent = new Upstream("cam.test", LOOPBACK, unused.getLocalPort(), null);
      assertThatThrownBy(() -> UpstreamConnector.connect(silent, LIMIT, () -> false))
          .isInstanceOf(IOException.class);
    }
  }

  private InputProxy open(Protocol protocol) throws IOException {
    Socket first = UpstreamConnector.connect(upstream, LIMIT, () -> false).orElseThrow();
    return InputProxy.over(first, upstream, protocol, LIMIT, null);
  }

  private Socket served(int number) {
    await().until(() -> served.size() > number);
    return served.get(number);
  }

  /** What comes, up to so many bytes or the end. */
  private static String read(Socket socket, int most) throws IOException {
    socket.setSoTimeout((int) LIMIT.toMillis());
    InputStream in = socket.getInputStream();
    return new String(in.readNBytes(most), StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
