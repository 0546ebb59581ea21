package sluice.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.app.doctor.Finding.Level;
import sluice.testing.ConfigText;
import sluice.testing.FreePort;

@Timeout(30)
class PortsCheckTest {
  @TempDir Path folder;

  private List<Finding> run(String text) {
    return new PortsCheck(Optional.of(ConfigText.of(folder, text).fine())).run();
  }

  private Finding http(int port) {
    return run("sluice.http.port = " + port).getFirst();
  }

  private static HttpServer answering(String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/health/live",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void aFreePort_canBeHad() {
    int port = FreePort.ofLoopback();

    assertThat(http(port)).isEqualTo(Finding.ok("HTTP: http://127.0.0.1:" + port + " can be had"));
    assertThat(http(0)).isEqualTo(Finding.ok("HTTP: 127.0.0.1 with any free port can be had"));
  }

  @Test
  void aPortOfAnotherProgram_isAProblem() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Finding found = http(other.getLocalPort());

      assertThat(found.level()).isEqualTo(Level.PROBLEM);
      assertThat(found.found()).endsWith("is in use by another program");
      assertThat(found.advice()).contains("http.port");
    }
  }

  @Test
  void aSluiceThatRuns_isNone() throws IOException {
    HttpServer sluice = answering("{\"status\":\"up\",\"reasons\":[]}");
    try {
      Finding found = http(sluice.getAddress().getPort());

      assertThat(found.level()).isEqualTo(Level.OK);
      assertThat(found.found()).endsWith("is in use by a Sluice that runs and answers");
    } finally {
      sluice.stop(0);
    }
  }

  @Test
  void anotherServerWithHealth_isNoSluice() throws IOException {
    HttpServer other = answering("{\"status\":\"UP\",\"checks\":[]}");
    try {
      assertThat(http(other.getAddress().getPort()).level()).isEqualTo(Level.PROBLEM);
    } finally {
      other.stop(0);
    }
  }

  @Test
  void anAddressOfAnotherMachine_isRefused() {
    ConfigText text =
        ConfigText.of(
                folder,
                "sluice.http { bind = 192.0.2.1, port = 8080, token = ${T}, behind-proxy = true }")
            .with("T", "0123456789abcdef");

    Finding found = new PortsCheck(Optional.of(text.fine())).run().getFirst();

    assertThat(found.level()).isEqualTo(Level.PROBLEM);
    assertThat(found.found()).contains("http://192.0.2.1:8080 can't be listened on: ");
  }

  @Test
  void portsOfACluster_areLookedAtToo() throws IOException {
    int free = FreePort.ofLoopback();
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Finding> found =
          run(
              """
              sluice {
                http.port = 0
                cluster { enabled = true, name = c, seeds = ["127.0.0.1"]
                  bind = "127.0.0.1:%d", http-port = %d }
              }
              """
                  .formatted(other.getLocalPort(), free));

      assertThat(found)
          .extracting(Finding::level)
          .containsExactly(Level.OK, Level.PROBLEM, Level.OK);
      assertThat(found.get(1).found()).startsWith("cluster: 127.0.0.1:" + other.getLocalPort());
    }
  }

  @Test
  void withoutAConfiguration_theyAreNotKnown() {
    assertThat(new PortsCheck(Optional.empty()).run())
        .singleElement()
        .returns(Level.WARNING, Finding::level);
  }
}
