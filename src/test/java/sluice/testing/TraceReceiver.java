package sluice.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A collector: takes OTLP over HTTP on loopback, or fails as one that is ill. Thread-safe. */
public final class TraceReceiver implements AutoCloseable {
  private static final String PATH = "/v1/traces";

  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();
  private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  private final CountDownLatch ends = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile Mood mood;

  /** How a request is answered. */
  public enum Mood {
    /** As it should be. */
    WELL,
    /** Not before the end. */
    SILENT,
    /** By a status of success whose body never ends. */
    ENDLESS,
    /** By status 500. */
    FAULT
  }

  /** A collector on a free port. */
  public TraceReceiver(Mood mood) throws IOException {
    this.mood = mood;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(PATH, this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    bodies.add(body);
    headers.add(Map.copyOf(exchange.getRequestHeaders()));
    try (exchange) {
      switch (mood) {
        case WELL -> {
          requests.add(ExportTraceServiceRequest.parseFrom(body));
          byte[] done = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
          exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
          exchange.sendResponseHeaders(200, done.length == 0 ? -1 : done.length);
          exchange.getResponseBody().write(done);
        }
        case SILENT -> awaitEnd();
        case ENDLESS -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream endless = exchange.getResponseBody();
          endless.write(0);
          endless.flush();
          awaitEnd();
        }
        case FAULT -> exchange.sendResponseHeaders(500, -1);
      }
    }
  }

  private void awaitEnd() {
    try {
      ends.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers otherwise from now on. */
  public void become(Mood other) {
    mood = other;
  }

  /** Where it takes traces. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + PATH;
  }

  /** Requests so far, of whatever became of them. */
  public int requests() {
    return bodies.size();
  }

  /** All spans of requests that were answered well, in the order in which they came. */
  public List<Span> spans() {
    return requests.stream()
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  /** What the spans of the first request say of their process. */
  public Resource resource() {
    return requests.getFirst().getResourceSpans(0).getResource();
  }

  /** The headers of each request. */
  public List<Map<String, List<String>>> headers() {
    return headers;
  }

  /** All that came in bodies, byte for byte as characters. */
  public String text() {
    return bodies.stream()
        .map(body -> new String(body, StandardCharsets.ISO_8859_1))
        .collect(Collectors.joining());
  }

  /** Attributes as texts, by their names. */
  public static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(Collectors.toMap(KeyValue::getKey, each -> text(each.getValue())));
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
  }

  /** An identity as it is written. */
  public static String hex(com.google.protobuf.ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  @Override
  public void close() {
    ends.countDown();
    server.stop(0);
    threads.shutdown();
  }

  /** An endpoint where nothing listens. */
  public static String nobody() {
    try (TraceReceiver gone = new TraceReceiver(Mood.WELL)) {
      return gone.endpoint();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
