package sluice.stage.sink.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.Failures;
import sluice.core.util.FileFailure;
import sluice.stage.sink.SinkFact;
import sluice.stage.sink.SinkTestResult;
import sluice.stage.sink.json.MessageFactory;

/**
 * Test of a sink's connection: a destination of its own, beside the one that works, is sent one
 * message of kind {@link sluice.core.message.MessageKind#TEST}.
 */
public final class ConnectionTest {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionTest.class);

  /** How long a test may take; one that hangs is left behind. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  private ConnectionTest() {}

  /** Looks at a sink; may block. */
  @FunctionalInterface
  public interface Look {
    /**
     * Looks.
     *
     * @return what was seen, in the order in which it is shown
     * @throws DeliveryException when the far side can't be reached, fails or refuses
     * @throws IOException when a file can't be written
     * @throws InterruptedException when the test is given up
     */
    List<SinkFact> look() throws DeliveryException, IOException, InterruptedException;
  }

  /**
   * Tests a connection. Blocks for at most {@link #LIMIT}.
   *
   * @param sink the sink's name
   * @param destinations makes the destination, on the test's thread
   * @throws InterruptedException when it is given up
   */
  public static SinkTestResult run(String sink, Supplier<Destination> destinations, Clock clock)
      throws InterruptedException {
    return run(
        sink,
        () -> {
          try (Destination destination = destinations.get()) {
            return destination.test(MessageFactory.ofTest(sink, clock.instant()));
          }
        });
  }

  /**
   * Tests something else of a sink. Blocks for at most {@link #LIMIT}.
   *
   * @param sink the sink's name
   * @param look is called on the test's thread
   * @throws InterruptedException when it is given up
   */
  public static SinkTestResult run(String sink, Look look) throws InterruptedException {
    long begin = System.nanoTime();
    CompletableFuture<List<SinkFact>> seen = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform().daemon().name("sink-test-" + sink).start(() -> test(look, seen));
    try {
      List<SinkFact> facts = seen.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      return result(facts, Optional.empty(), begin);
    } catch (ExecutionException e) {
      return result(List.of(), Optional.of(reason(sink, e)), begin);
    } catch (TimeoutException e) {
      String failure = "no answer within %d s".formatted(LIMIT.toSeconds());
      return result(List.of(), Optional.of(failure), begin);
    } finally {
      thread.interrupt();
    }
  }

  private static void test(Look look, CompletableFuture<List<SinkFact>> seen) {
    try {
      seen.complete(look.look());
    } catch (DeliveryException | IOException | InterruptedException | RuntimeException | Error e) {
      seen.completeExceptionally(e);
    }
  }

  private static String reason(String sink, ExecutionException ended) {
    Throwable failure = ended.getCause() == null ? ended : ended.getCause();
    if (failure instanceof DeliveryException) {
      return String.valueOf(failure.getMessage());
    }
    if (failure instanceof IOException file) {
      return FileFailure.reason(file);
    }
    LOG.error("sink {}: a fault of Sluice itself", sink, failure);
    return "an internal error, " + Failures.reason(failure);
  }

  private static SinkTestResult result(List<SinkFact> facts, Optional<String> failure, long begin) {
    return new SinkTestResult(facts, failure, Duration.ofNanos(System.nanoTime() - begin));
  }
}
