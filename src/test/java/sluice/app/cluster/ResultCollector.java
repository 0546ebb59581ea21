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
  private final List<Result> results = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  /**
   * A result of a frame.
   *
   * @param run as the result names it
   * @param at when its picture was decoded
   */
  record Result(String stream, String run, Instant at) {

    /**
     * What tells the runs of one stream apart: the order of the placer that began it, and the node.
     */
    String order() {
      return run.substring(0, RUN_PREFIX);
    }
  }

  /** Starts to listen. */
  ResultCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  /** Settings of the sink that sends here. */
  String sink() {
    return "{ type = webhook, keys = [], url = \"http://127.0.0.1:%d/\", batch-wait = 100ms, only = all }"
        .formatted(server.getAddress().getPort());
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    for (String line : body.lines().toList()) {
      JsonNode message = JSON.readTree(line);
      if (message.path("type").asText().equals("detections")) {
        add(message);
      }
    }
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private synchronized void add(JsonNode message) {
    if (ids.add(message.get("id").asText())) {
      results.add(
          new Result(
              message.get("stream").asText(),
              message.get("run").asText(),
              Instant.parse(message.get("system_timestamp").asText())));
    }
  }

  /** All results, by the time of their pictures. */
  synchronized List<Result> all() {
    return results.stream().sorted(Comparator.comparing(Result::at)).toList();
  }

  /** The results of a stream, by time. */
  List<Result> of(String stream) {
    return all().stream().filter(each -> each.stream().equals(stream)).toList();
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

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
