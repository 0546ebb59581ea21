package sluice.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import sluice.testing.TestCertificates;

/**
 * The process of a {@link HookServer}. Ends with its standard input, as when the test's JVM dies.
 */
final class HookChild {
  static final String READY = "ready";
  static final String ANSWERS = "answers";
  static final String REQUESTS = "requests";
  static final String IDS = "ids";

  private static final JsonMapper JSON = new JsonMapper();
  private static final String USUAL = "204";
  private static final int NO_BODY = -1;

  private final Path folder;
  private final CountDownLatch never = new CountDownLatch(1);

  private HookChild(Path folder) {
    this.folder = folder;
  }

  /** Port, folder, folder of certificates, alias; the last two empty for no TLS. */
  public static void main(String[] arguments) throws Exception {
    InetSocketAddress place =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    HttpServer server;
    if (arguments[3].isEmpty()) {
      server = HttpServer.create(place, 0);
    } else {
      HttpsServer https = HttpsServer.create(place, 0);
      https.setHttpsConfigurator(
          new HttpsConfigurator(new TestCertificates(Path.of(arguments[2])).server(arguments[3])));
      server = https;
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", new HookChild(Path.of(arguments[1]))::handle);
    server.start();
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // Nothing is said.
    }
    System.exit(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String answer;
    synchronized (this) {
      answer = nextAnswer();
      append(REQUESTS, JSON.writeValueAsString(written(exchange, body)) + "\n");
      if (answer.startsWith("2")) {
        append(IDS, ids(body));
      }
    }
    try {
      answer(exchange, answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private static Map<String, Object> written(HttpExchange exchange, byte[] body) {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    return Map.of(
        "method", exchange.getRequestMethod(),
        "received", Instant.now().toString(),
        "uri", exchange.getRequestURI().toString(),
        "headers", headers,
        "body", Base64.getEncoder().encodeToString(body));
  }

  /** Lines of stream and id, of the objects in an array or one after the other. */
  private static String ids(byte[] body) throws IOException {
    StringBuilder lines = new StringBuilder();
    try (MappingIterator<JsonNode> all = JSON.readerFor(JsonNode.class).readValues(body)) {
      while (all.hasNext()) {
        JsonNode each = all.next();
        lines.append("%s %s%n".formatted(each.path("stream").asText(), each.path("id").asText()));
      }
    }
    return lines.toString();
  }

  private String nextAnswer() throws IOException {
    Path file = folder.resolve(ANSWERS);
    List<String> left = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (left.isEmpty()) {
      return USUAL;
    }
    Files.write(file, left.subList(1, left.size()));
    return left.getFirst();
  }

  private void append(String file, String text) throws IOException {
    Files.writeString(
        folder.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void answer(HttpExchange exchange, String answer)
      throws IOException, InterruptedException {
    if (answer.equals("silent")) {
      never.await();
    } else if (answer.startsWith("drip ") || answer.startsWith("huge ")) {
      endless(exchange, Integer.parseInt(answer.substring(5)), answer.startsWith("drip "));
    } else if (!answer.equals("close")) {
      plain(exchange, answer.split("\\|", 3));
    }
  }

  private void endless(HttpExchange exchange, int status, boolean drips)
      throws IOException, InterruptedException {
    exchange.sendResponseHeaders(status, 0);
    byte[] part = "0123456789".repeat(drips ? 1 : 1_000).getBytes(UTF_8);
    try (OutputStream out = exchange.getResponseBody()) {
      do {
        out.write(part, 0, drips ? 1 : part.length);
        out.flush();
      } while (!never.await(drips ? 100 : 0, TimeUnit.MILLISECONDS));
    }
  }

  private static void plain(HttpExchange exchange, String[] parts) throws IOException {
    if (parts.length > 1 && !parts[1].isEmpty()) {
      String[] header = parts[1].split(": ", 2);
      exchange.getResponseHeaders().set(header[0], header[1]);
    }
    byte[] body = (parts.length > 2 ? parts[2] : "").getBytes(UTF_8);
    exchange.sendResponseHeaders(
        Integer.parseInt(parts[0]), body.length == 0 ? NO_BODY : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
