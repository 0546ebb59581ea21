package sluice.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.testing.ChildJvm;
import sluice.testing.FreePort;

/**
 * A receiver of webhooks on loopback, in a JVM of its own. It answers 204 once it has written down
 * what came, unless it was told otherwise: {@link #answer}.
 */
public final class HookServer implements TestServer {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final int port = FreePort.ofLoopback();
  private final String certificates;
  private final String alias;
  private @Nullable Process process;

  /** One without TLS; it isn't started. */
  public HookServer() {
    this("", "");
  }

  /**
   * One with TLS; it isn't started.
   *
   * @param certificates folder of {@link sluice.testing.TestCertificates}
   * @param alias of the certificate that it shows
   */
  public HookServer(Path certificates, String alias) {
    this(certificates.toString(), alias);
  }

  private HookServer(String certificates, String alias) {
    this.certificates = certificates;
    this.alias = alias;
    try {
      this.folder = Files.createTempDirectory("hook-server");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A request that came.
   *
   * @param headers by their names in lower case
   * @param received when it had come, before it was answered
   */
  public record Request(
      String method, String uri, Map<String, String> headers, byte[] body, Instant received) {

    /** The body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** A header; empty where there is none. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /**
   * How the next requests are answered, one each: {@code STATUS|HEADER: VALUE|BODY}, of which
   * header and body may be missing; {@code silent}: not at all; {@code close}: not at all, and the
   * connection is closed; {@code drip STATUS} and {@code huge STATUS}: with a body that has no end,
   * a byte now and then, or as fast as it goes. Later ones are answered 204.
   */
  public void answer(String... answers) {
    try {
      Path next = Files.write(folder.resolve("answers.next"), List.of(answers));
      Files.move(
          next,
          folder.resolve(HookChild.ANSWERS),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All requests that came, in their order, however they were answered. */
  public List<Request> requests() {
    return lines(HookChild.REQUESTS).map(HookServer::request).toList();
  }

  private static Request request(String line) {
    try {
      Map<?, ?> all = JSON.readValue(line, Map.class);
      Map<String, String> headers = new LinkedHashMap<>();
      ((Map<?, ?>) all.get("headers"))
          .forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
      return new Request(
          String.valueOf(all.get("method")),
          String.valueOf(all.get("uri")),
          headers,
          Base64.getDecoder().decode(String.valueOf(all.get("body"))),
          Instant.parse(String.valueOf(all.get("received"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its address. */
  public String url() {
    return "%s://127.0.0.1:%d/hook".formatted(alias.isEmpty() ? "http" : "https", port);
  }

  @Override
  public void start() {
    try {
      List<String> command =
          ChildJvm.command(
              List.of("-XX:TieredStopAtLevel=1", "-Xmx64m"),
              HookChild.class,
              port,
              folder,
              certificates,
              alias);
      process = ChildJvm.start(command, folder.resolve("log").toFile());
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      assertThat(out.readLine())
          .as(Files.readString(folder.resolve("log")))
          .isEqualTo(HookChild.READY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void kill() {
    Optional.ofNullable(process).ifPresent(running -> running.destroyForcibly().onExit().join());
    process = null;
  }

  @Override
  public String sinkSettings() {
    return "type = webhook, url = \"" + url() + "\"";
  }

  @Override
  public List<String> received(String stream) {
    return lines(HookChild.IDS)
        .map(line -> line.split(" "))
        .filter(parts -> parts.length == 2 && parts[0].equals(stream))
        .map(parts -> parts[1])
        .toList();
  }

  /** The whole lines of a file: the last one may be cut off where it was killed. */
  private Stream<String> lines(String name) {
    try {
      Path file = folder.resolve(name);
      String text = Files.exists(file) ? Files.readString(file) : "";
      return text.substring(0, text.lastIndexOf('\n') + 1).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    ServerResources.delete(folder);
  }
}
