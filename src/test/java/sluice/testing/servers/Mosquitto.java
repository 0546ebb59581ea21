package sluice.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.testing.FreePort;
import sluice.testing.TestCertificates;

/**
 * Mosquitto, a broker of MQTT, in a process of its own; tests are skipped where it isn't installed.
 * Its plain port lets everybody in. Its encrypted port, where there is one, wants the user {@value
 * #USER} with the password {@value #PASSWORD}.
 */
public final class Mosquitto implements TestServer {
  /** The user of the encrypted port. */
  public static final String USER = "alice";

  /** The user's password. */
  public static final String PASSWORD = "a-secret-of-sixteen";

  private static final List<String> FOLDERS =
      Stream.concat(
              Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")),
              Stream.of("/usr/sbin", "/usr/local/sbin"))
          .toList();

  private final Path folder;
  private final int port = FreePort.ofLoopback();
  private final int securePort = FreePort.ofLoopback();
  private final String program;
  private @Nullable Process process;
  private @Nullable MqttSubscriber subscriber;

  /**
   * A broker that isn't started. Skips the test where none is installed.
   *
   * @param settings further lines of its configuration
   */
  public Mosquitto(String... settings) {
    this.program = program("mosquitto");
    try {
      this.folder = Files.createTempDirectory("mosquitto");
      Files.writeString(
          folder.resolve("mosquitto.conf"),
          """
          user %s
          per_listener_settings true
          persistence true
          persistence_location %s/
          autosave_interval 0
          max_queued_messages 0
          max_inflight_messages 0
          listener %d 127.0.0.1
          allow_anonymous true
          %s
          """
              .formatted(
                  System.getProperty("user.name"), folder, port, String.join("\n", settings)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String program(String name) {
    Optional<String> found =
        FOLDERS.stream()
            .map(each -> Path.of(each, name))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst();
    assumeTrue(found.isPresent(), "no broker of MQTT: install mosquitto");
    return found.orElseThrow();
  }

  /**
   * Adds the encrypted port; before the start.
   *
   * @param alias of the certificate that it shows
   */
  public Mosquitto secured(TestCertificates certificates, String alias) throws Exception {
    Path passwords = Files.writeString(folder.resolve("passwords"), USER + ":" + PASSWORD + "\n");
    Process hashing =
        new ProcessBuilder(program("mosquitto_passwd"), "-U", passwords.toString()).start();
    assertThat(hashing.waitFor(20, TimeUnit.SECONDS)).isTrue();
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        Files.readString(folder.resolve("mosquitto.conf"))
            + """
            listener %d 127.0.0.1
            allow_anonymous false
            password_file %s
            certfile %s
            keyfile %s
            """
                .formatted(
                    securePort, passwords, certificates.pem(alias), certificates.key(alias)));
    return this;
  }

  @Override
  public void start() {
    try {
      process =
          new ProcessBuilder(program, "-c", folder.resolve("mosquitto.conf").toString(), "-v")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
              .start();
      await().atMost(20, TimeUnit.SECONDS).until(this::answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (subscriber == null) {
      subscriber = new MqttSubscriber(port, "received", "#");
      save();
    }
  }

  private boolean answers() {
    assertThat(process).as(log()).matches(Process::isAlive);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Has it write down whose subscriptions it keeps, so that it knows them after {@link #kill}. */
  private void save() {
    signal("USR1");
    await().atMost(20, TimeUnit.SECONDS).until(() -> Files.exists(folder.resolve("mosquitto.db")));
  }

  @Override
  public void kill() {
    Process running = process;
    process = null;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  /** Stops it as SIGSTOP does: connections stay, and nothing is answered. */
  public void pause() {
    signal("STOP");
    await().atMost(20, TimeUnit.SECONDS).until(this::isStopped);
  }

  /** Lets it go on after {@link #pause}, with all that was sent to it meanwhile. */
  public void resume() {
    signal("CONT");
  }

  private boolean isStopped() throws IOException {
    if (process == null) {
      return false;
    }
    String status = Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
    return status.substring(status.lastIndexOf(')')).startsWith(") T");
  }

  private void signal(String name) {
    if (process == null) {
      throw new IllegalStateException("the broker doesn't run");
    }
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The plain port. */
  public int port() {
    return port;
  }

  /** Address of the plain port. */
  public String url() {
    return "mqtt://127.0.0.1:" + port;
  }

  /**
   * Address of the encrypted port.
   *
   * @param host a name of this machine
   */
  public String secureUrl(String host) {
    return "mqtts://%s:%d".formatted(host, securePort);
  }

  @Override
  public String sinkSettings() {
    return "type = mqtt, url = \"" + url() + "\"";
  }

  /** All that was published since the first start, in order; what was retained before also. */
  public List<MqttSubscriber.Received> received() {
    return subscriber == null ? List.of() : subscriber.received();
  }

  @Override
  public List<String> received(String stream) {
    String topics = "sluice/streams/" + stream + "/";
    return received().stream()
        .filter(each -> each.topic().startsWith(topics))
        .filter(each -> !each.contentType().equals("image/jpeg"))
        .map(each -> each.properties().getOrDefault("id", ""))
        .filter(id -> !id.isEmpty())
        .toList();
  }

  /** What it retains now, by topic. */
  public Map<String, String> retained() {
    return MqttSubscriber.retained(port);
  }

  /** Publishes as another client does. */
  public void publish(String topic, String payload, boolean retain) {
    MqttSubscriber.publish(port, topic, payload, retain);
  }

  /** What it has logged. */
  public String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return "no log";
    }
  }

  @Override
  public void close() {
    if (subscriber != null) {
      subscriber.close();
    }
    kill();
    ServerResources.delete(folder);
  }
}
