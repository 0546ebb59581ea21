package sluice.stage.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sluice.stage.sink.webhook.HookFixture.destination;
import static sluice.stage.sink.webhook.HookFixture.ids;
import static sluice.stage.sink.webhook.HookFixture.messages;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.stage.sink.delivery.DeliveryException;
import sluice.stage.sink.delivery.Destination;
import sluice.stage.sink.webhook.HookFixture.Settled;
import sluice.testing.FreePort;

/** The receiver of the documentation, as it stands there but for its port. */
@Timeout(120)
class ReceiverInPythonIT {
  private static final Path PAGE = Path.of("src/docs/sinks-webhook.md");
  private static final Pattern CODE = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;
  private final Settled settled = new Settled();

  @Test
  void signedMessages_areTaken_andThoseOfAnotherKeyAreNot() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "python3"))),
        "no receiver in Python: install python3");
    Matcher code = CODE.matcher(Files.readString(PAGE));
    assertThat(code.find()).isTrue();
    int port = FreePort.ofLoopback();
    Path program =
        Files.writeString(
            folder.resolve("hook.py"), code.group(1).replace("9000", Integer.toString(port)));
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder("python3", program.toString())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("log").toFile());
    builder.environment().put("HOOK_KEY", HookFixture.KEY);
    Process receiver = builder.start();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> listens(port));
      String url = "url = \"http://127.0.0.1:" + port + "/hook\"";
      try (Destination to = destination(folder, url + ", keys = [${OTHER_KEY}, ${HOOK_KEY}]")) {
        to.deliver(messages("cam", 1, 4), settled);
      }
      try (Destination to = destination(folder, url + ", keys = [${OTHER_KEY}]")) {
        assertThat(
                catchThrowableOfType(
                    DeliveryException.class, () -> to.deliver(messages("cam", 4, 6), settled)))
            .hasMessageContaining("answers 401");
      }
      try (Destination to = destination(folder, url)) {
        assertThat(
                catchThrowableOfType(
                    DeliveryException.class, () -> to.deliver(messages("cam", 4, 6), settled)))
            .hasMessageContaining("answers 401");
      }
    } finally {
      receiver.destroyForcibly().onExit().join();
    }
    assertThat(settled.acknowledged).isEqualTo(ids(messages("cam", 1, 4)));
    assertThat(Files.readAllLines(out)).isEqualTo(ids(messages("cam", 1, 4)));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
