package sluice.fuzz;

import static sluice.fuzz.Damage.latin;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Fuzz case of HTTP: the request that a client sends.
 *
 * @param bytes all of it
 * @param whole whether it is a request that must be answered
 * @param rude whether the connection is cut instead of being closed
 */
record HttpCase(byte[] bytes, boolean whole, boolean rude) {
  /** In passwords that no answer may show. */
  static final String MARK = "MARKED-BY-THE-TEST";

  private static final int LONGEST = 40_000;
  private static final List<String> IDS =
      List.of(
          "lobby",
          "a",
          "b",
          "c",
          "d",
          "none",
          "..",
          "%2e%2e",
          "a%2Fb",
          "a/b",
          "%00",
          "",
          "é",
          "%ff",
          "a%20b",
          "x".repeat(64),
          "x".repeat(65),
          "~",
          "a;b",
          "*",
          "%",
          "%zz",
          "lobby/",
          "./lobby",
          "LOBBY");

  /** Streams that there are, or may be. */
  private static final List<String> THERE = List.of("lobby", "a", "b", "c", "d");

  private static final List<String> PATHS =
      List.of(
          "/",
          "//",
          "/api/v1/streams/",
          "/api//v1/streams",
          "/api/v1/../v1/streams",
          "/api/v1/streams?x=%00",
          "/api/v1/streams#x",
          "http://127.0.0.1/api/v1/streams",
          "*",
          "/%2e%2e/%2e%2e/etc/passwd",
          "/../../etc/passwd",
          "/api/v1/streams/lobby/snapshot.jpg/../..",
          "/\\..\\..",
          "/api/v1/events?x",
          "/metrics/",
          "/%c0%af",
          "/\u00e9",
          "/api/v1/" + "x/".repeat(400),
          "?",
          "127.0.0.1:80",
          "/a\tb");

  private static final List<String> METHODS =
      List.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "OPTIONS",
          "TRACE",
          "CONNECT",
          "get",
          "BREW",
          "PRI",
          "G\u00e9T",
          "X".repeat(40),
          "");

  private static final List<String> HEADERS =
      List.of(
          "Content-Length: @",
          "Content-Length: 5\r\nContent-Length: 6",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: gzip, chunked",
          "Transfer-Encoding: identity",
          "Expect: 100-continue",
          "Connection: keep-alive, Upgrade\r\n"
              + "Upgrade: websocket\r\n"
              + "Sec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
          "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
          "Host: evil.example",
          "Host: 127.0.0.1\r\nHost: localhost",
          "Host:",
          "Host: [::1",
          "Host: 127.0.0.1:@",
          "Origin: null",
          "Origin: http://evil.example",
          "Origin: http://127.0.0.1:@",
          "Sec-Fetch-Site: cross-site",
          "Authorization: Bearer @",
          "Authorization: Basic @",
          "Authorization: Basic dTpNQVJLRUQ=",
          "Content-Type: text/plain",
          "Content-Type: application/json; charset=@",
          "Content-Type: ;;;",
          "Content-Type: application/merge-patch+json",
          "Content-Encoding: gzip",
          "Accept: @/@;q=@",
          "Accept: */*, text/event-stream",
          "Last-Event-ID: @",
          "Last-Event-ID: \u00e9-@",
          "Range: bytes=@-@",
          "If-None-Match: @",
          "X-Forwarded-For: @, 10.0.0.1",
          "Cookie: a=@",
          "X-A: \u00e9\u00ff\u0001",
          ": x",
          "X-Fold: a\r\n b",
          "X-Long: ####",
          "####: x",
          "TE: trailers",
          "Date: @",
          "X-HTTP-Method-Override: DELETE");

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ":",
          ",",
          "null",
          "true",
          "1e999",
          "-1",
          "\\u0000",
          "\\ud800",
          "\u0000",
          "\u00ff",
          "\r\n",
          "\r\n\r\n",
          " ",
          "\t",
          "%00",
          "/",
          "..",
          "\"id\":",
          "\"source\":",
          "\"a\":{}",
          "${x}",
          "//",
          "0\r\n\r\n",
          "ffffffff\r\n",
          "\"labels\":[",
          "HTTP/1.1",
          "file:///etc/passwd",
          "concat:",
          "*");

  private static final List<String> BODIES =
      List.of(
          "{\"id\": \"a\", \"source\": \"rtsp://u:"
              + MARK
              + "@127.0.0.1:1/x\", \"enabled\": false}",
          "{\"id\": \"b\", \"source\": \"CLIP\", \"loop\": true, \"realtime\": true}",
          "{\"id\": \"c\", \"source\": \"http://u:"
              + MARK
              + "@127.0.0.1:1/\", \"model\": \"tiny\"}",
          "{\"id\": \"d\", \"source\": \"file:CLIP\", \"threshold\": 0.5, \"labels\": [\"0\","
              + " \"1\"], \"sinks\": []}",
          "{\"source\": \"rtsp://u:" + MARK + "@127.0.0.1:1/x\"}",
          "{\"source\": \"CLIP\"}",
          "{\"threshold\": 0.3, \"max-age\": \"2s\", \"detect-fps\": 2, \"delivery\": \"latest\"}",
          "{\"threshold\": null, \"labels\": null, \"sinks\": null}",
          "{\"sluice.http\": \"info\", \"ROOT\": \"info\"}",
          "{}");

  /** A request, sound or not. */
  static HttpCase of(Random random, List<HttpRoute> routes, String clip) {
    Damage damage = new Damage(random);
    HttpRoute route = damage.one(damage.onceIn(2) ? routes : changes(routes));
    String id = damage.one(damage.onceIn(2) ? THERE : IDS);
    String path = damage.onceIn(12) ? damage.one(PATHS) : route.path().replace("{id}", id);
    String method = damage.onceIn(8) ? damage.one(METHODS) : route.method();
    boolean brings = List.of("POST", "PUT", "PATCH").contains(method) || damage.onceIn(20);
    String body = brings ? body(damage, route).replace("CLIP", clip) : "";
    int kind = random.nextInt(10);
    if (kind < 3 && !body.isEmpty()) {
      body = damage.text(body, PIECES, LONGEST);
    }
    boolean odd = kind == 3 || kind == 4;
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head = head(damage, method, path, odd, content.length);
    byte[] bytes = joined(latin(head), damage.onceIn(15) ? chunked(damage, content) : content);
    return switch (kind) {
      case 5, 6 -> new HttpCase(damage.bytes(bytes), false, damage.onceIn(10));
      case 7 ->
          new HttpCase(
              latin(damage.text(new String(bytes, StandardCharsets.ISO_8859_1), PIECES, LONGEST)),
              false,
              false);
      case 8 ->
          damage.onceIn(4)
              ? new HttpCase(damage.noise(1 + random.nextInt(3000)), false, false)
              : new HttpCase(joined(bytes, bytes), false, false);
      default ->
          new HttpCase(
              bytes,
              !odd && head.startsWith(route.method() + " /") && !head.contains("chunked"),
              false);
    };
  }

  /** What changes streams is worth more cases than the rest. */
  private static List<HttpRoute> changes(List<HttpRoute> routes) {
    return routes.stream()
        .filter(route -> route.path().startsWith("/api/v1/streams"))
        .filter(route -> !route.method().equals("GET"))
        .toList();
  }

  /** Mostly one that the route understands. */
  private static String body(Damage damage, HttpRoute route) {
    if (damage.onceIn(5)) {
      return damage.one(BODIES);
    }
    return switch (route.path().substring(route.path().lastIndexOf('/') + 1)) {
      case "streams" -> damage.one(BODIES.subList(0, 4));
      case "probe" -> damage.one(BODIES.subList(4, 6));
      case "{id}" -> damage.one(BODIES.subList(4, 8));
      case "levels" -> BODIES.get(8);
      default -> damage.one(BODIES);
    };
  }

  private static String head(Damage damage, String method, String path, boolean odd, int length) {
    StringBuilder head = new StringBuilder(method).append(' ').append(path);
    head.append(
        odd && damage.onceIn(5)
            ? damage.one(List.of(" HTTP/1.0", " HTTP/2.0", " HTTP/9.9", "", " http/1.1"))
            : " HTTP/1.1");
    head.append("\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
    for (int more = odd ? 1 + damage.small(4) : 0; more > 0; more--) {
      head.append(filled(damage)).append("\r\n");
    }
    if (odd && damage.onceIn(10)) {
      head.append("X-Many: 1\r\n".repeat(1 + damage.small(2000)));
    }
    if (!(odd && damage.onceIn(3))) {
      head.append("Content-Type: application/json\r\nContent-Length: ")
          .append(length)
          .append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  private static String filled(Damage damage) {
    String header = damage.one(HEADERS).replace("####", damage.run('x'));
    while (header.contains("@")) {
      header = header.replaceFirst("@", damage.number());
    }
    return header;
  }

  private static byte[] chunked(Damage damage, byte[] content) {
    String size = damage.onceIn(2) ? Integer.toHexString(content.length) : damage.number();
    String extension = damage.one(List.of("", ";a=b", ";" + damage.run('x'), "\t"));
    String end =
        damage.one(
            List.of(
                "\r\n0\r\n\r\n",
                "\r\n0\r\nX: y\r\n\r\n",
                "\n0\n\n",
                "",
                "\r\n0\r\n" + damage.run('x')));
    return joined(joined(latin(size + extension + "\r\n"), content), latin(end));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    return Damage.splice(one, one.length, other, 0);
  }
}
