package sluice.http.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.http.TestHttpSettings;
import sluice.http.TestService;
import sluice.http.WithTestService;

/** Live pictures as MJPEG, with a real client. */
@Timeout(60)
class MjpegTest extends WithTestService {
  private static final String LOBBY = "/api/v1/streams/lobby/live.mjpg";

  private static InputStream open(TestService service, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        service.client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("multipart/x-mixed-replace; boundary=" + Mjpeg.BOUNDARY);
    await().until(() -> !service.ports.live.watches.isEmpty());
    return new BufferedInputStream(response.body());
  }

  /** The next part's body; the separator before it has been read. */
  private static String part(InputStream body) throws IOException {
    DataInputStream in = new DataInputStream(body);
    int length = -1;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    byte[] jpeg = new byte[length];
    in.readFully(jpeg);
    assertThat(line(in)).isEmpty();
    assertThat(line(in)).isEqualTo("--" + Mjpeg.BOUNDARY);
    return new String(jpeg, StandardCharsets.US_ASCII);
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException(line.toString());
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Test
  void mjpegPictures_areSentAsSeparateParts() throws Exception {
    TestService tested = start(TestHttpSettings.http());
    try (InputStream body = open(tested, tested.request(LOBBY))) {
      assertThat(tested.ports.live.watches).extracting(watch -> watch.width).containsExactly(640);
      assertThat(line(new DataInputStream(body))).isEqualTo("--" + Mjpeg.BOUNDARY);
      for (int i = 1; i <= 3; i++) {
        tested.ports.live.come("lobby", i);
        assertThat(part(body)).isEqualTo("JPEG " + i);
      }
    }
    // A client that has gone is noticed when something is written to it.
    await()
        .until(
            () -> {
              tested.ports.live.come("lobby", System.nanoTime());
              return tested.ports.live.watches.isEmpty();
            });
  }

  @Test
  void lastMjpegPicture_isRepeated_withoutNewerOne() throws Exception {
    TestService tested = start(TestHttpSettings.http().idleTimeout(Duration.ofSeconds(4)));
    try (InputStream body = open(tested, tested.request(LOBBY + "?width=320"))) {
      line(new DataInputStream(body));
      tested.ports.live.come("lobby", 1);
      for (int i = 0; i < 3; i++) {
        assertThat(part(body)).isEqualTo("JPEG 1");
      }
    }
  }

  @Test
  void mjpegResponse_ends_whenStreamIsRemoved() throws Exception {
    TestService tested = start(TestHttpSettings.http().idleTimeout(Duration.ofSeconds(4)));
    String yard = "{\"id\": \"yard\", \"source\": \"rtsp://10.0.0.6/2\"}";
    assertThat(tested.send("POST", "/api/v1/streams", yard).statusCode()).isEqualTo(201);
    try (InputStream body = open(tested, tested.request("/api/v1/streams/yard/live.mjpg"))) {
      assertThat(tested.send("DELETE", "/api/v1/streams/yard", "").statusCode()).isEqualTo(204);
      assertThat(new String(body.readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("--" + Mjpeg.BOUNDARY + "\r\n");
    }
  }

  @Test
  void mjpegResponse_ends_whenServerStops() throws Exception {
    TestService tested = start(TestHttpSettings.http());
    try (InputStream body = open(tested, tested.request(LOBBY))) {
      tested.server.stop(Duration.ofSeconds(20)).toCompletableFuture().join();
      readToTheEnd(body);
    }
  }

  /** An answer without an end may end in the middle of a connection's life, or with it. */
  private static void readToTheEnd(InputStream body) {
    try {
      body.transferTo(OutputStream.nullOutputStream());
    } catch (IOException cut) {
      assertThat(cut).isNotInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void invalidMjpegRequest_isRefused_withItsStatus() {
    TestService tested = start(TestHttpSettings.http().withToken());
    assertThat(tested.get(LOBBY).statusCode()).isEqualTo(401);
    assertThat(asked(tested, LOBBY + "?width=321")).isEqualTo(400);
    assertThat(asked(tested, LOBBY + "?width=")).isEqualTo(400);
    assertThat(asked(tested, "/api/v1/streams/none/live.mjpg")).isEqualTo(404);
  }

  private static int asked(TestService service, String path) {
    return service
        .send(service.request(path).header("Authorization", "Bearer " + TestHttpSettings.TOKEN))
        .statusCode();
  }
}
