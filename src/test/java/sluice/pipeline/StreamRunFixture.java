package sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.testkit.javadsl.StreamTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import sluice.core.FrameLedger;
import sluice.stage.inference.FakeEngine;
import sluice.stage.inference.RequestPool;

/**
 * A model of two requests, whose inferences end when a test says so, for graphs that a test starts.
 * After each test nothing may be left of them.
 */
abstract class StreamRunFixture {
  static final int REQUESTS = 2;
  private static ActorTestKit kit;

  final FakeEngine engine = new FakeEngine(REQUESTS);
  final RequestPool pool = new RequestPool(engine);
  final FrameLedger ledger = new FrameLedger();

  /** What the graph reads from; a test that starts one sets it. */
  FakeFeed feed = new FakeFeed(ledger, 0, null);

  @BeforeAll
  static void startSystem() {
    kit = ActorTestKit.create(ConfigFactory.load());
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @AfterEach
  void nothingIsLeft() {
    StreamTestKit.assertAllStagesStopped(SystemMaterializer.get(kit.system()).materializer());
    assertThat(ledger.openFrames()).isZero();
    assertThat(pool.leasedTensors()).isZero();
    assertThat(engine.running()).isEmpty();
    assertPreparationsAreClosed();
    assertThat(feed.everyPictureWasClosedOnce()).isTrue();
    pool.close();
  }

  /** Fails unless each preparation that the test has made was closed once. */
  abstract void assertPreparationsAreClosed();

  static StreamRun start(StreamParts parts) {
    return StreamRun.start(parts, kit.system());
  }

  /** Ends inferences until the run has ended. */
  StreamRun.End drive(StreamRun run) {
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              engine.endAll();
              return run.ended().toCompletableFuture().isDone();
            });
    return end(run);
  }

  /** Waits for the run's end. */
  static StreamRun.End end(StreamRun run) {
    return run.ended().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
