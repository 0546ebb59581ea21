package sluice.app.cluster;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import sluice.testing.ApiClient;

/**
 * Who watches a stream at one node: live pictures and events, each over one connection, and status
 * and snapshot again and again. Of its own threads; closed by one.
 */
final class NodeViewer implements AutoCloseable {
  /** An end of image, and a begin. */
  private static final byte[] END = {(byte) 0xFF, (byte) 0xD9};

  private final HttpClient http = HttpClient.newHttpClient();
  private final ApiClient api;
  private final String stream;
  private final String base;
  private final AtomicInteger pictures = new AtomicInteger();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /** Begins to watch a stream at the node that listens on a port of loopback. */
  NodeViewer(int port, String stream) {
    this.api = new ApiClient(port);
    this.stream = stream;
    this.base = "http://127.0.0.1:" + port;
    Thread.ofVirtual().start(() -> read("/api/v1/streams/" + stream + "/live.mjpg", this::watch));
    Thread.ofVirtual().start(() -> read("/api/v1/events", this::listen));
    Thread.ofVirtual().start(this::ask);
  }

  private interface Reader {
    void read(InputStream body) throws IOException;
  }

  private void read(String path, Reader reader) {
    try {
      HttpResponse<InputStream> response =
          http.send(
              HttpRequest.newBuilder(URI.create(base + path)).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        faults.add(path + ": " + response.statusCode());
        return;
      }
      reader.read(response.body());
      fault(path + " has ended");
    } catch (IOException e) {
      fault(path + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fault(String what) {
    if (!closed) {
      faults.add(what);
    }
  }

  /** Counts pictures that differ from the one before, which is repeated while none comes. */
  private void watch(InputStream body) throws IOException {
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    byte[] last = {};
    int before = -1;
    for (int next = body.read(); next >= 0; next = body.read()) {
      picture.write(next);
      if (before == (END[0] & 0xFF) && next == (END[1] & 0xFF)) {
        byte[] whole = picture.toByteArray();
        if (!Arrays.equals(whole, last)) {
          pictures.incrementAndGet();
          last = whole;
        }
        picture.reset();
      }
      before = next;
    }
  }

  private void listen(InputStream body) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data:") && line.contains("\"stream\":\"" + stream + "\"")) {
        events.add(line);
      }
    }
  }

  private void ask() {
    while (!closed) {
      try {
        ApiClient.Answer status = api.stream(stream);
        if (status.status() != 200) {
          fault("status: " + status.status() + " " + status.body());
        }
        int snapshot = api.get("/api/v1/streams/" + stream + "/snapshot.jpg").status();
        if (snapshot != 200 && snapshot != 503) { // 503: come again
          fault("snapshot: " + snapshot);
        }
      } catch (RuntimeException e) {
        fault("status or snapshot: " + e.getMessage());
      }
    }
  }

  /** Where the stream runs, as this node says; empty where none has it. */
  String place() {
    return api.stream(stream).json().path("status").path("node").asText();
  }

  /** Whether this node says that a node has the stream, and that it runs there. */
  boolean saysRunningAt(String node) {
    var status = api.stream(stream).json().path("status");
    return status.path("node").asText().equals(node)
        && status.path("state").asText().equals("running");
  }

  /** Moves the stream, by this node. */
  ApiClient.Answer move(String to) {
    return api.send(
        "POST", "/api/v1/streams/" + stream + "/move", "{\"to\": \"%s\"}".formatted(to));
  }

  /** The names of all nodes. */
  List<String> nodes() {
    return api.get("/api/v1/cluster").json().path("nodes").findValuesAsText("name");
  }

  /** Pictures that came so far. */
  int pictures() {
    return pictures.get();
  }

  /** Whether an event of the stream came from a node. */
  boolean heardOf(String node) {
    return events.stream().anyMatch(event -> event.contains("\"node\":\"" + node + "\""));
  }

  /** What went wrong so far. */
  List<String> faults() {
    return faults;
  }

  @Override
  public void close() {
    closed = true;
    http.shutdownNow();
    http.close();
    api.close();
  }
}
