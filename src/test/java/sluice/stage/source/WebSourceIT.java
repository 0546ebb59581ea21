package sluice.stage.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.core.ErrorCode;
import sluice.core.Playback;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.video.TestClip;

/** Sources behind a web server of the test's own. */
@Timeout(60)
class WebSourceIT {
  private static final String SECRET = "s3cret";

  @TempDir Path folder;
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stopServer() {
    released.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void clipWithALength_endsInOrder() throws Exception {
    Path clip = new TestClip().write(folder.resolve("clip.mkv"), 30);
    serve(exchange -> send(exchange, Files.readAllBytes(clip), true));
    try (ReaderRun run = start(Playback.DEFAULT_TIMEOUT)) {
      assertThat(run.collect()).hasSize(30);
      assertThat(run.outcome()).isNull();
      SourceInfo info = run.reader.opened().toCompletableFuture().get();
      assertThat(info.live()).isFalse();
      assertThat(info.name()).doesNotContain(SECRET).startsWith("http://***@");
    }
  }

  @Test
  void streamWithoutALengthThatEnds_hasBrokenOff() throws Exception {
    Path clip = new TestClip().write(folder.resolve("clip.ts"), 30);
    serve(exchange -> send(exchange, Files.readAllBytes(clip), false));
    try (ReaderRun run = start(Playback.DEFAULT_TIMEOUT)) {
      assertThat(run.collect()).hasSize(30);
      assertInputError(run, "the stream ended after 30 pictures");
      assertThat(run.reader.opened().toCompletableFuture().get().live()).isTrue();
    }
  }

  @Test
  void snapshot_endsInOrder() throws IOException {
    Path image = TestImages.write(folder.resolve("a.png"), 32, 24, 9);
    serve(exchange -> send(exchange, Files.readAllBytes(image), false));
    try (ReaderRun run = start(Playback.DEFAULT_TIMEOUT)) {
      assertThat(run.collect()).hasSize(1);
      assertThat(run.outcome()).isNull();
    }
  }

  @Test
  void serverThatStaysSilent_failsAfterTheTimeout() {
    serve(this::stall);
    try (ReaderRun run = start(Duration.ofMillis(300))) {
      assertInputError(run, "http://***@");
    }
  }

  @Test
  void stop_endsTheWaitForASilentServer() throws Exception {
    serve(this::stall);
    try (ReaderRun run = start(Duration.ofHours(1))) {
      requested.await();
      run.reader.stop();
      assertThat(run.outcome()).isNull();
    }
  }

  @Test
  void missingPage_isAnInputErrorWithoutTheSecret() {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    try (ReaderRun run = start(Playback.DEFAULT_TIMEOUT)) {
      assertInputError(run, "http://***@");
    }
  }

  private void serve(HttpHandler handler) {
    server.createContext("/", handler);
  }

  private void stall(HttpExchange exchange) throws IOException {
    requested.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static void send(HttpExchange exchange, byte[] body, boolean withLength)
      throws IOException {
    exchange.sendResponseHeaders(200, withLength ? body.length : 0);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private ReaderRun start(Duration timeout) {
    String address =
        "http://user:" + SECRET + "@127.0.0.1:" + server.getAddress().getPort() + "/source";
    SourceSettings settings =
        new SourceSettings(
            SourceLocation.parse(address),
            Playback.builder().openTimeout(timeout).readTimeout(timeout).build());
    return new ReaderRun(settings, SourceOpener.of(settings), ManualClock.jumping()).start();
  }

  private static void assertInputError(ReaderRun run, String text) {
    assertThat(run.outcome())
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining(text)
        .message()
        .doesNotContain(SECRET);
    assertThat(((SluiceException) run.reader.frames().failure()).code()).isEqualTo(ErrorCode.INPUT);
  }
}
