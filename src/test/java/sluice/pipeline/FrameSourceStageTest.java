package sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Instant;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.testkit.TestSubscriber;
import org.apache.pekko.stream.testkit.javadsl.StreamTestKit;
import org.apache.pekko.stream.testkit.javadsl.TestSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sluice.core.Frame;
import sluice.core.FrameLedger;
import sluice.core.HandOver;
import sluice.core.HandOver.WhenFull;
import sluice.core.TestPicture;

class FrameSourceStageTest {
  private static ActorTestKit kit;

  private final FrameLedger ledger = new FrameLedger();
  private final HandOver<Frame> frames =
      new HandOver<>(2, WhenFull.WAIT, (frame, reason) -> frame.close());

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create(ConfigFactory.load());
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @AfterEach
  void allStagesStopAndNoFrameIsOpen() {
    StreamTestKit.assertAllStagesStopped(SystemMaterializer.get(kit.system()).materializer());
    await().untilAsserted(() -> assertThat(ledger.openFrames()).isZero());
  }

  @Test
  void takesAFrameOnlyWhenAsked() {
    TestSubscriber.Probe<Frame> probe = run();
    assertThat(frames.offer(frame(0))).isTrue();
    assertThat(frames.offer(frame(1))).isTrue();
    offerIsRefused(frame(2));

    closeNext(probe, 0);
    await().until(() -> frames.size() == 1);
    closeNext(probe, 1);
    frames.complete();
    probe.request(1);
    probe.expectComplete();
  }

  @Test
  void deliversAFrameThatComesAfterTheDemand() {
    TestSubscriber.Probe<Frame> probe = run();
    probe.request(1);
    probe.expectNoMessage();
    frames.offer(frame(7));
    Frame frame = probe.expectNext();
    assertThat(frame.number()).isEqualTo(7);
    frame.close();
    frames.complete();
    probe.request(1);
    probe.expectComplete();
  }

  @Test
  void failsAfterTheFramesBefore() {
    TestSubscriber.Probe<Frame> probe = run();
    frames.offer(frame(0));
    frames.fail(new IllegalStateException("camera gone"));
    closeNext(probe, 0);
    probe.request(1);
    assertThat(probe.expectError()).hasMessage("camera gone");
  }

  @Test
  void closesWhatWaitsWhenDownstreamCancels() {
    TestSubscriber.Probe<Frame> probe = run();
    frames.offer(frame(0));
    frames.offer(frame(1));
    probe.cancel();
    await().until(frames::isClosed);
    offerIsRefused(frame(2));
  }

  private void offerIsRefused(Frame frame) {
    assertThat(frames.offer(frame)).isFalse();
    frame.close(); // what is refused stays with whoever offered it
  }

  private Frame frame(long number) {
    return ledger.open("test", number, number, Instant.EPOCH, TestPicture.bgr24(2, 2));
  }

  private static void closeNext(TestSubscriber.Probe<Frame> probe, long number) {
    Frame frame = probe.requestNext();
    assertThat(frame.number()).isEqualTo(number);
    frame.close();
  }

  private TestSubscriber.Probe<Frame> run() {
    return Source.fromGraph(new FrameSourceStage(frames))
        .runWith(TestSink.create(kit.system().classicSystem()), kit.system());
  }
}
