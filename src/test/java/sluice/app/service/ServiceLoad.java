package sluice.app.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import sluice.testing.ServiceChild;

/**
 * Loads a service with all that clients can make grow: thousands of streams that are not enabled,
 * full lists of labels, metrics read each second, watchers of events that don't read, log levels at
 * random. Measures its memory and how soon it answers. For one thread.
 */
final class ServiceLoad implements AutoCloseable {
  private static final int FULL_LISTS = 64;
  private static final int WATCHERS = 40;
  private static final int LABELS = 1_000;

  private final Random random = new Random(16);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Socket> watchers = new ArrayList<>();
  private final List<Long> answerNanos = new ArrayList<>();
  private final List<Long> residentKilobytes = new ArrayList<>();
  private final ServiceChild child;
  private final int port;

  ServiceLoad(ServiceChild child) {
    this.child = child;
    this.port = child.port();
  }

  /**
   * Writes a configuration.
   *
   * @param streams how many that are not enabled
   * @param running the stream {@code runs}, and what it needs
   */
  static Path configure(Path folder, int streams, String running) throws IOException {
    String each =
        IntStream.range(0, streams)
            .mapToObj(
                "  streams.f%1$d { source = \"rtsp://10.0.0.1/%1$d\", enabled = false }\n"
                    ::formatted)
            .collect(Collectors.joining());
    return Files.writeString(
        folder.resolve("load.conf"),
        """
        sluice {
          data-dir = "%s/data"
          http.port = 0
          http.limits { max-streams = 5000, max-event-clients = 64, requests-per-second = 10000 }
          %s
        %s}
        """
            .formatted(folder, running, each));
  }

  /** Waits until the start is over. */
  void awaitStart() {
    Awaitility.await("the start is over")
        .atMost(Duration.ofMinutes(3))
        .until(() -> send("GET", "/health/startup", "").statusCode() == 200);
  }

  /** Waits until so many streams have been started and rest, for they are not enabled. */
  void awaitResting(int streams) {
    Awaitility.await("all streams rest")
        .atMost(Duration.ofMinutes(3))
        .until(
            () ->
                send("GET", "/api/v1/streams", "").body().split("\"state\":\"stopped\"", -1).length
                    > streams);
  }

  /** Adds streams, the first of them with full lists of labels. */
  void add(int streams) {
    for (int i = 0; i < streams; i++) {
      String labels =
          i >= FULL_LISTS
              ? ""
              : IntStream.range(0, LABELS)
                  .mapToObj(n -> "\"%0100d\"".formatted(n))
                  .collect(Collectors.joining(",", ",\"labels\":[", "]"));
      String json =
          "{\"id\":\"a%d\",\"source\":\"rtsp://10.0.0.2/%d\",\"enabled\":false%s}"
              .formatted(i, i, labels);
      require(201, send("POST", "/api/v1/streams", json));
    }
  }

  /** Watchers of events that want all that is kept and read nothing. */
  void watch() throws IOException {
    for (int i = 0; i < WATCHERS; i++) {
      Socket watcher = new Socket(InetAddress.getLoopbackAddress(), port);
      watchers.add(watcher);
      watcher
          .getOutputStream()
          .write(
              "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 0\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** A second of load: metrics, log levels, and whether it answers. */
  void round() {
    require(200, send("GET", "/metrics", ""));
    String levels =
        IntStream.range(0, 50)
            .mapToObj(n -> "\"l%d\":\"debug\"".formatted(random.nextInt(1_000_000)))
            .collect(Collectors.joining(",", "{", "}"));
    send("PATCH", "/api/v1/log/levels", levels); // refused once there are too many
    for (int i = 0; i < 5; i++) {
      long asked = System.nanoTime();
      require(200, send("GET", "/health/live", ""));
      answerNanos.add(System.nanoTime() - asked);
    }
    residentKilobytes.add(child.counted("VmRSS"));
  }

  /** Milliseconds within which 99 of 100 health checks were answered. */
  double answerMs() {
    List<Long> sorted = answerNanos.stream().sorted().toList();
    return sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1) / 1e6;
  }

  /** The most resident memory so far, in kilobytes. */
  long mostResident() {
    return residentKilobytes.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /**
   * The least resident memory in one of four quarters of the rounds, in kilobytes: what is kept
   * when garbage has just been collected.
   *
   * @param quarter from 0
   */
  long leastResident(int quarter) {
    int size = residentKilobytes.size();
    return residentKilobytes.stream()
        .skip((long) size * quarter / 4)
        .limit(Math.max(1, size / 4))
        .mapToLong(Long::longValue)
        .min()
        .orElse(0);
  }

  /** The most that the service's heap may take, in kilobytes, as its metrics say. */
  long heapLimit() {
    return send("GET", "/metrics", "")
        .body()
        .lines()
        .filter(line -> line.startsWith("sluice_heap_limit_bytes "))
        .mapToLong(line -> (long) (Double.parseDouble(line.substring(line.indexOf(' '))) / 1024))
        .findFirst()
        .orElseThrow();
  }

  /** Streams that there are. */
  int streams() {
    String body = send("GET", "/api/v1/streams", "").body();
    return body.split("\"id\":", -1).length - 1;
  }

  /** A request; the service runs, or this fails with its log. */
  HttpResponse<String> send(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(60));
    if (body.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(child.log(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void require(int status, HttpResponse<String> response) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(response + ": " + response.body());
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket watcher : watchers) {
      watcher.close();
    }
    client.shutdownNow();
  }

  /** How long it takes to check a file, in seconds. */
  static double checkSeconds(Path launcher, Path configuration) throws Exception {
    long begun = System.nanoTime();
    Process check =
        new ProcessBuilder(launcher.toString(), "check", "-c", configuration.toString())
            .inheritIO()
            .start();
    if (check.waitFor() != 0) {
      throw new IllegalStateException("check ended with " + check.exitValue());
    }
    return (System.nanoTime() - begun) / 1e9;
  }
}
