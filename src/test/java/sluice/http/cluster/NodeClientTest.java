package sluice.http.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Sink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.config.settings.NodeAddress;

@Timeout(60)
class NodeClientTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ActorTestKit kit = ActorTestKit.create();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch slow = new CountDownLatch(1);
  private HttpServer node;
  private NodeClient client;

  @BeforeEach
  void start() throws IOException {
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.setExecutor(threads);
    node.createContext("/", this::answerWithoutEnd);
    node.start();
    client =
        new NodeClient(
            kit.system(),
            new HttpCluster(
                ClusterPort.NONE,
                new NodeAddress("127.0.0.1", 0),
                Optional.empty(),
                Optional.empty()));
  }

  @AfterEach
  void end() {
    kit.shutdownTestKit();
    node.stop(0);
    threads.shutdownNow();
  }

  private void answerWithoutEnd(HttpExchange exchange) throws IOException {
    try (exchange) {
      slow.await();
      exchange.sendResponseHeaders(200, 0);
      while (true) {
        exchange
            .getResponseBody()
            .write(":\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        exchange.getResponseBody().flush();
        Thread.sleep(20); // the pace of a node that has little to tell
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<HttpResponse> watch(Duration limit) {
    ClusterView.Node there =
        new ClusterView.Node(
            "10.0.0.1:25520",
            ClusterView.Status.UP,
            true,
            1,
            Set.of(),
            0,
            0,
            1,
            true,
            ClusterView.Intake.OPEN,
            new NodeAddress("127.0.0.1", node.getAddress().getPort()));
    return client.watch(there, HttpRequest.GET("/"), "/api/v1/events", limit).toCompletableFuture();
  }

  @Test
  void answersWithoutEnd_thatComeLate_leaveTheConnectionsToLaterOnes() {
    for (int i = 0; i < 2; i++) {
      CompletableFuture<HttpResponse> late = watch(Duration.ofMillis(50));
      assertThatThrownBy(late::join).isNotNull();
    }
    slow.countDown();

    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              HttpResponse answer = watch(Duration.ofSeconds(2)).join();
              answer.entity().getDataBytes().runWith(Sink.cancelled(), kit.system());
              assertThat(answer.status().intValue()).isEqualTo(200);
            });
  }
}
