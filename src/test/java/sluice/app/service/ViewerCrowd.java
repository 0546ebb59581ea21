package sluice.app.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import sluice.testing.ApiClient;
import sluice.testing.LiveSocket;

/**
 * Twelve viewers of six streams: six walls of all streams in 320 pixels, four pages of one stream
 * in 1280, and two that read a kilobyte a second, one over a WebSocket and one MJPEG. All but those
 * say what they were shown, as a page does.
 */
final class ViewerCrowd implements AutoCloseable {
  static final int SIZE = 12;
  private static final int WALLS = 6;
  private static final int PAGES = 4;

  private final int port;
  private final ApiClient api;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().name("watchers-", 1).factory());
  private final HttpClient client = HttpClient.newBuilder().executor(threads).build();
  private final List<LiveSocket> sockets = new ArrayList<>();
  private final List<SlowHttpReader> slow = new ArrayList<>();
  private final List<Map<String, LongAdder>> got = new ArrayList<>();

  /** Pictures whose number was not above that of the one before. */
  private final LongAdder stale = new LongAdder();

  /**
   * All of them come.
   *
   * @param streams ids
   */
  ViewerCrowd(int port, List<String> streams) throws IOException, InterruptedException {
    this.port = port;
    this.api = new ApiClient(port);
    for (int i = 0; i < WALLS; i++) {
      enter(widths(streams, 320));
    }
    for (int i = 0; i < PAGES; i++) {
      enter(widths(List.of(streams.get(i % streams.size())), 1280));
    }
    String wall =
        "{\"type\":\"watch\",\"pictures\":"
            + widths(streams.subList(0, Math.min(3, streams.size())), 640)
            + "}";
    slow.add(SlowHttpReader.ofSocket(port, this::ticket, wall));
    slow.add(
        SlowHttpReader.of(
            port, "/api/v1/streams/%s/live.mjpg?width=1280".formatted(streams.get(0))));
  }

  private static String widths(List<String> streams, int width) {
    StringBuilder result = new StringBuilder("{");
    for (String stream : streams) {
      result.append(result.length() > 1 ? "," : "");
      result.append('"').append(stream).append("\":").append(width);
    }
    return result.append('}').toString();
  }

  private String ticket() {
    return api.send("POST", "/api/v1/live/tickets", "{}").json().get("ticket").asText();
  }

  private void enter(String pictures) throws InterruptedException {
    Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    Map<String, Long> numbers = new ConcurrentHashMap<>();
    AtomicReference<LiveSocket> own = new AtomicReference<>();
    LiveSocket socket =
        LiveSocket.open(
            client,
            URI.create("ws://127.0.0.1:" + port + "/api/v1/live"),
            picture -> {
              counts.computeIfAbsent(picture.stream(), id -> new LongAdder()).increment();
              Long before = numbers.put(picture.stream(), picture.number());
              if (before != null && before == picture.number()) {
                stale.increment();
              }
              own.get().shown(picture.stream());
            });
    own.set(socket);
    socket.hello(ticket());
    String welcome = socket.text().path("type").asText();
    if (!welcome.equals("welcome")) {
      throw new AssertionError(welcome);
    }
    socket.say("{\"type\":\"watch\",\"pictures\":" + pictures + "}");
    sockets.add(socket);
    got.add(counts);
  }

  /** Pictures that came to all but the slow ones. */
  long pictures() {
    return got.stream().flatMap(counts -> counts.values().stream()).mapToLong(LongAdder::sum).sum();
  }

  /** For each but the slow ones: how many pictures came, by stream. */
  List<Map<String, Long>> counts() {
    List<Map<String, Long>> result = new ArrayList<>();
    for (Map<String, LongAdder> counts : got) {
      Map<String, Long> each = new TreeMap<>();
      counts.forEach((stream, count) -> each.put(stream, count.sum()));
      result.add(each);
    }
    return result;
  }

  /** Pictures that came twice to the same one. */
  long repeated() {
    return stale.sum();
  }

  /** Kilobytes that the slow ones have read, and how often they were cut. */
  long slowKilobytes() {
    return slow.stream().mapToLong(SlowHttpReader::kilobytes).sum();
  }

  long slowCuts() {
    return slow.stream().mapToLong(SlowHttpReader::cuts).sum();
  }

  /** All leave. */
  @Override
  public void close() {
    sockets.forEach(LiveSocket::close);
    slow.forEach(SlowHttpReader::close);
    sockets.forEach(socket -> socket.closed().join());
    client.close();
    threads.shutdown();
    api.close();
  }
}
