package sluice.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sluice.testing.Rounds;

/**
 * Lets clients drip the headers of their requests at a service that runs, {@code PORT MINUTES} with
 * its token in SLUICE_TOKEN, while a wrong token comes each second, and holds it to its promises:
 * health answers, and so does the API with the right token. See src/docs/long-runs.md.
 */
public final class DripRun {
  private static final int CLIENTS = 300;
  private static final int MOST_HEALTH_MS = 1_000;
  private static final int OK = 200;

  private DripRun() {}

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    Duration length = Duration.ofMinutes(Long.parseLong(args[1]));
    String token = System.getenv("SLUICE_TOKEN");
    List<Long> healthMs = new ArrayList<>();
    AtomicInteger let = new AtomicInteger();
    try (DrippingClients clients =
        new DrippingClients(new InetSocketAddress("127.0.0.1", port), CLIENTS)) {
      Rounds.run(
          length,
          Duration.ofSeconds(1),
          () -> {
            long begun = System.nanoTime();
            require(ask(port, "/health/live", token));
            healthMs.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
            ask(port, "/api/v1/streams", "wrong-" + healthMs.size());
            let.addAndGet(ask(port, "/api/v1/streams", token) == OK ? 1 : 0);
            clients.drip();
            return let;
          });
      int rounds = healthMs.size();
      long slowest = healthMs.stream().mapToLong(Long::longValue).max().orElse(0);
      System.out.printf(
          "%d rounds: slowest health check %d ms, right token let in %d times, %d drips cut%n",
          rounds, slowest, let.get(), clients.cut());
      boolean fine = slowest < MOST_HEALTH_MS && let.get() == rounds;
      System.out.println(fine ? "held" : "NOT held");
      System.exit(fine ? 0 : 1);
    }
  }

  private static void require(int status) {
    if (status != OK) {
      throw new IllegalStateException("health says " + status);
    }
  }

  /** On a connection of its own, as a health check comes. */
  private static int ask(int port, String path, String token) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .header("Authorization", "Bearer " + token)
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
