package sluice.app.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of webhooks that keeps which results came, of whatever node. Thread-safe. */
final class ResultCollector implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  /** Digits of an epoch and of a node in the name of a run. */
  private static final int RUN_PREFIX = 20;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, List<Result>> results = new HashMap<>();
  private final List<Start> starts = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  /**
   * A result of a frame.
   *
   * @param run as the result names it
   * @param node the number of the node that sent it
   * @param at when its picture was decoded
   */
  record Result(String stream, String run, int node, Instant at) {

    /**
     * What tells the runs of one stream apart: the order of the placer that began it, and the node.
     */
    String order() {
      return run.substring(0, RUN_PREFIX);
    }
  }

  /** A node began to open a stream. */
  record Start(String stream, int node, Instant at) {}

  /** Starts to listen on loopback. */
  ResultCollector() throws IOException {
    this(InetAddress.getLoopbackAddress());
  }

  /** Starts to listen on an address of this machine. */
  ResultCollector(InetAddress address) throws IOException {
    server = HttpServer.create(new InetSocketAddress(address, 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  /** Settings of the sink that sends here, for the settings of {@link ServiceNodes}. */
  String sink() {
    return "{ type = webhook, keys = [], url = \"http://%s:%d/%s\", batch-wait = 100ms, only = all }"
        .formatted(
            server.getAddress().getAddress().getHostAddress(),
            server.getAddress().getPort(),
            ServiceNodes.NUMBER);
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int node = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
    for (String line : body.lines().toList()) {
      add(JSON.readTree(line), node);
    }
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private synchronized void add(JsonNode message, int node) {
    if (!ids.add(message.path("id").asText())) {
      return;
    }
    String stream = message.path("stream").asText();
    if (message.path("type").asText().equals("detections")) {
      results
          .computeIfAbsent(stream, _ -> new ArrayList<>())
          .add(new Result(stream, message.get("run").asText(), node, time(message)));
    } else if (message.path("state").asText().equals("starting")) {
      starts.add(new Start(stream, node, time(message)));
    }
  }

  private static Instant time(JsonNode message) {
    return Instant.parse(message.get("system_timestamp").asText());
  }

  /** All results, by the time of their pictures. */
  synchronized List<Result> all() {
    return sorted(results.values().stream().flatMap(List::stream).toList());
  }

  /** The results of a stream, by time. */
  synchronized List<Result> of(String stream) {
    return sorted(results.getOrDefault(stream, List.of()));
  }

  private static List<Result> sorted(List<Result> some) {
    return some.stream().sorted(Comparator.comparing(Result::at)).toList();
  }

  /** The newest result of a stream's latest run. */
  synchronized Optional<Result> newest(String stream) {
    return results.getOrDefault(stream, List.of()).stream()
        .max(Comparator.comparing(Result::order).thenComparing(Result::at));
  }

  /** When the node of a run's first result began to open the stream. */
  synchronized Optional<Instant> startBefore(Result first) {
    return starts.stream()
        .filter(each -> each.stream().equals(first.stream()) && each.node() == first.node())
        .map(Start::at)
        .filter(at -> at.isBefore(first.at()))
        .max(Comparator.naturalOrder());
  }

  /** The longest time without a result of a stream, after a time. */
  Duration gap(String stream, Instant after) {
    Instant before = after;
    Duration most = Duration.ZERO;
    for (Result result : of(stream)) {
      if (result.at().isAfter(after)) {
        Duration between = Duration.between(before, result.at());
        most = between.compareTo(most) > 0 ? between : most;
        before = result.at();
      }
    }
    return most;
  }

  /**
   * For how long a run gave results though a later one of its stream gave some already, at most:
   * from the first such result to the last.
   */
  Duration overlap() {
    Map<String, Instant> lateSince = new HashMap<>();
    Map<String, String> orders = new HashMap<>();
    Duration most = Duration.ZERO;
    for (Result result : all()) {
      String newestOrder = orders.getOrDefault(result.stream(), "");
      if (result.order().compareTo(newestOrder) >= 0) {
        orders.put(result.stream(), result.order());
      } else {
        Instant since =
            lateSince.computeIfAbsent(result.stream() + result.order(), _ -> result.at());
        Duration late = Duration.between(since, result.at());
        most = late.compareTo(most) > 0 ? late : most;
      }
    }
    return most;
  }

  /** How many results came of a run after the first one of a later run. */
  int late() {
    return lags().size();
  }

  /** The longest time by which a result came after the first one of a later run. */
  Duration lag() {
    return lags().stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  private List<Duration> lags() {
    List<Duration> lags = new ArrayList<>();
    Map<String, Result> newest = new HashMap<>();
    for (Result result : all()) {
      Result later = newest.get(result.stream());
      if (later == null || result.order().compareTo(later.order()) > 0) {
        newest.put(result.stream(), result);
      } else if (!result.order().equals(later.order())) {
        lags.add(Duration.between(later.at(), result.at()));
      }
    }
    return lags;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
