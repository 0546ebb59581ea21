package sluice.stage.sink.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static sluice.stage.sink.webhook.HookFixture.destination;
import static sluice.stage.sink.webhook.HookFixture.ids;
import static sluice.stage.sink.webhook.HookFixture.message;
import static sluice.stage.sink.webhook.HookFixture.messages;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import sluice.app.hosts.SinkHosts;
import sluice.config.settings.HostRules;
import sluice.core.message.Message;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.webhook.HookFixture.Settled;
import sluice.testing.FreePort;
import sluice.testing.TestCertificates;
import sluice.testing.servers.HookServer;

/** Receivers that die, speak no TLS, aren't trusted, may not be reached, or repeat secrets. */
@Timeout(120)
class WebhookFailuresIT {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;
  private final Settled settled = new Settled();

  private static DeliveryException failure(
      Destination to, List<Message> messages, Settled settled) {
    return catchThrowableOfType(DeliveryException.class, () -> to.deliver(messages, settled));
  }

  private String failureAt(String settings) {
    try (Destination to = destination(folder, settings, LIMIT)) {
      DeliveryException failure = failure(to, messages("cam", 1, 2), settled);
      assertThat(settled.acknowledged).isEmpty();
      assertThat(settled.refused).isEmpty();
      return String.valueOf(failure.getMessage());
    }
  }

  @Test
  void aReceiverThatDoesNotRun_takesNoConnection() throws Exception {
    int port = FreePort.ofLoopback();
    assertThat(failureAt("url = \"http://127.0.0.1:" + port + "/x?token=marked\""))
        .isEqualTo(
            "http://127.0.0.1:%d takes no connection; see whether the receiver runs there"
                .formatted(port));
  }

  @Test
  void headersThatDrip_areGivenUp() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Destination to =
            destination(
                folder,
                "url = \"http://127.0.0.1:" + server.getLocalPort() + "/\"",
                Duration.ofSeconds(1))) {
      Thread.ofVirtual().start(() -> drip(server, end));
      assertThat(failure(to, messages("cam", 1, 2), settled))
          .hasMessageContaining("no answer within 1 s");
    } finally {
      end.countDown();
    }
  }

  private static void drip(ServerSocket server, CountDownLatch end) {
    try (Socket client = server.accept()) {
      OutputStream out = client.getOutputStream();
      out.write("HTTP/1.1 204 No Content\r\nX-Long: ".getBytes(US_ASCII));
      while (!end.await(50, TimeUnit.MILLISECONDS)) {
        out.write('x');
      }
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt(); // cut off, as it should be
    }
  }

  private TestCertificates certificates() throws Exception {
    return new TestCertificates(folder)
        .make("ca", "-ext bc:critical")
        .make("right", "-signer ca -ext san=ip:127.0.0.1")
        .make("other", "-signer ca -ext san=dns:other.example")
        .make("alone", "-ext san=ip:127.0.0.1");
  }

  @Test
  void certificates_areCheckedByTheSystemsAuthoritiesAndOnesOwn() throws Exception {
    TestCertificates certificates = certificates();
    String ca = ", ca-file = \"" + certificates.pem("ca") + "\"";
    try (HookServer server = new HookServer(folder, "right")) {
      server.start();
      String url = "url = \"" + server.url() + "\"";
      assertThat(failureAt(url))
          .contains("https://127.0.0.1:", "signed by no authority that is known here", "ca-file")
          .doesNotContain("tls-fingerprint", "insecure", "security.ca-file");
      try (Destination to = destination(folder, url + ca)) {
        to.deliver(messages("cam", 1, 3), settled);
        assertThat(settled.acknowledged).hasSize(2);
        assertThat(to.test(message("test", 1))).contains(new SinkFact("TLS", "TLSv1.3"));
      }
      assertThat(server.requests()).as("refused before anything was sent").hasSize(2);
    }
    settled.acknowledged.clear();
    try (HookServer server = new HookServer(folder, "other")) {
      server.start();
      assertThat(failureAt("url = \"" + server.url() + "\"" + ca))
          .contains("its certificate is for other.example, not for 127.0.0.1");
      assertThat(server.requests()).isEmpty();
    }
    try (HookServer server = new HookServer(folder, "alone")) {
      server.start();
      assertThat(failureAt("url = \"" + server.url() + "\"" + ca)).contains("self-signed");
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void anAuthorityThatIsPutIntoItsFileLater_isTaken() throws Exception {
    TestCertificates certificates = certificates();
    Path file = certificates.pem("alone");
    Path used = Files.copy(file, folder.resolve("used.pem"));
    try (HookServer server = new HookServer(folder, "right")) {
      server.start();
      String settings = "url = \"" + server.url() + "\", ca-file = \"" + used + "\"";
      try (Destination to = destination(folder, settings)) {
        assertThat(failure(to, messages("cam", 1, 2), settled)).hasMessageContaining("authority");
        Files.write(used, Files.readAllBytes(certificates.pem("ca")), StandardOpenOption.APPEND);
        to.deliver(messages("cam", 1, 2), settled);
      }
      assertThat(settled.acknowledged).hasSize(1);
      try (Destination to = destination(folder, settings)) {
        Files.delete(used);
        assertThat(failure(to, messages("cam", 2, 3), settled))
            .hasMessageContaining("used.pem: it does not exist")
            .hasMessageContaining("PEM file");
      }
    }
  }

  @Test
  void aReceiverWithoutTls_isNamedAsSuch() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(failureAt("url = \"https://127.0.0.1:" + silent.getLocalPort() + "/\""))
          .contains("no connection to https://127.0.0.1:", "speaks TLS at this port");
    }
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerInPlainText(server));
      assertThat(failureAt("url = \"https://127.0.0.1:" + server.getLocalPort() + "/\""))
          .contains("TLS failed", "check scheme and port of the address");
    }
  }

  private static void answerInPlainText(ServerSocket server) {
    try (Socket client = server.accept()) {
      client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // Given up by the client.
    }
  }

  @Test
  void hostsThatARuleRefuses_areNotConnectedTo() {
    try (HookServer server = new HookServer()) {
      server.start();
      WebhookSinkConfig config =
          HookFixture.config(
              folder,
              "url = \"" + server.url().replace("127.0.0.1", "localhost") + "?token=marked\"");
      SinkHosts onlyOutside =
          new SinkHosts(
              () -> new HostRules(List.of("192.0.2.0/24")), host -> InetAddress.getAllByName(host));
      try (Destination to = HookFixture.destination(config, onlyOutside, LIMIT)) {
        assertThat(failure(to, messages("cam", 1, 2), settled))
            .hasMessageContaining("the machine localhost, which is ")
            .hasMessageContaining("sink-hosts: 192.0.2.0/24")
            .hasMessageNotContaining("marked");
        assertThat(catchThrowableOfType(DeliveryException.class, () -> to.test(message("test", 1))))
            .hasMessageContaining("sink-hosts");
      }
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void rules_areAskedBeforeEachRequest() throws Exception {
    try (HookServer server = new HookServer()) {
      server.start();
      List<String> rules = new ArrayList<>(List.of("127.0.0.1"));
      WebhookSinkConfig config = HookFixture.config(folder, server.sinkSettings().substring(16));
      SinkHosts hosts =
          new SinkHosts(
              () -> new HostRules(rules), host -> new InetAddress[] {InetAddress.ofLiteral(host)});
      try (Destination to = HookFixture.destination(config, hosts, LIMIT)) {
        to.deliver(messages("cam", 1, 2), settled);
        rules.set(0, "192.0.2.1");
        assertThat(failure(to, messages("cam", 2, 3), settled)).hasMessageContaining("sink-hosts");
      }
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void secrets_areFoundNowhere() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level level = root.getLevel();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    root.addAppender(log);
    root.setLevel(Level.TRACE);
    List<String> said = new ArrayList<>();
    try (HookServer server = new HookServer()) {
      server.start();
      String settings =
          "url = \"%s/marked-path?code=marked-code\", keys = [${HOOK_KEY}, ${OTHER_KEY}], headers { Authorization = ${HOOK_AUTH} }"
              .formatted(server.url());
      String echo =
          "you sent %s and %s (%s) to /hook/marked-path?code=marked-code, another-key-marked"
              .formatted(
                  HookFixture.AUTHORIZATION,
                  HookFixture.AUTHORIZATION.substring(7),
                  HookFixture.KEY);
      server.answer(
          "500||" + echo,
          "401||" + echo,
          "410||" + echo,
          "302|Location: /marked|" + echo,
          "close",
          "400||" + echo,
          "400||" + echo,
          "400||" + echo,
          "500||" + echo);
      WebhookSinkConfig config = HookFixture.config(folder, settings);
      try (Destination to = HookFixture.destination(folder, settings)) {
        said.add(config + " " + to);
        for (int i = 1; i <= 8; i++) {
          DeliveryException failure = failure(to, messages("cam", i == 5 ? 4 : i, 9), settled);
          if (failure != null) {
            said.add(failure + " " + failure.getCause());
          }
        }
        server.kill();
        DeliveryException dead =
            catchThrowableOfType(DeliveryException.class, () -> to.test(message("test", 1)));
        said.add(dead + " " + dead.getCause());
      }
      said.addAll(settled.refused.values());
      assertThat(server.requests()).isNotEmpty();
      assertThat(server.requests().getFirst().uri()).contains("marked");
    } finally {
      root.setLevel(level);
      root.detachAppender(log);
    }
    log.list.forEach(event -> said.add(event.getFormattedMessage()));

    assertThat(said).hasSizeGreaterThan(6);
    assertThat(said)
        .allSatisfy(text -> assertThat(text).doesNotContain("marked").doesNotContain("bWFya2Vk"));
  }

  @Test
  void aReceiverThatIsKilled_getsAllMessagesInOrder() throws Exception {
    int count = 3_000;
    List<Message> all = messages("cam", 0, count);
    try (HookServer server = new HookServer();
        Destination to = destination(folder, "batch-size = 10, url = \"" + server.url() + "\"")) {
      server.start();
      Thread killer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int part = 1; part <= 3; part++) {
                      int enough = part * count / 5;
                      await()
                          .atMost(Duration.ofSeconds(60))
                          .until(() -> server.received("cam").size() >= enough);
                      server.kill();
                      server.start();
                    }
                  });
      int failures = 0;
      int done = 0;
      while (done < count) {
        try {
          to.deliver(all.subList(done, Math.min(count, done + 10)), settled);
        } catch (DeliveryException e) {
          failures++;
          Thread.onSpinWait();
        }
        done = settled.acknowledged.size();
      }
      killer.join();

      assertThat(failures).isPositive();
      assertThat(settled.acknowledged).isEqualTo(ids(all));
      assertThat(server.received("cam").stream().distinct().toList()).isEqualTo(ids(all));
    }
  }
}
