package sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Keep;
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
import sluice.core.HandOffQueue;
import sluice.core.HandOffQueue.OverflowStrategy;
import sluice.core.TestPicture;

class FrameSourceStageTest {
  private static ActorTestKit kit;

  private final FrameLedger ledger = new FrameLedger();
  private final HandOffQueue<Frame> frames =
      new HandOffQueue<>(2, OverflowStrategy.WAIT, (frame, reason) -> frame.close());

  private final AtomicBoolean room = new AtomicBoolean(true);
  private final AtomicReference<Runnable> roomWaiter = new AtomicReference<>();
  private FrameSourceStage.Control control;

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
  void frameSource_takesFrame_onlyOnDemand() {
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
  void frameSource_emitsFrame_arrivingAfterDemand() {
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
  void frameSource_completes_afterRemainingFrames_whereTheProducerFailed() {
    TestSubscriber.Probe<Frame> probe = run();
    frames.offer(frame(0));
    frames.fail(new IllegalStateException("camera gone"));
    closeNext(probe, 0);
    probe.request(1);
    probe.expectComplete();
    assertThat(frames.failure()).hasMessage("camera gone");
  }

  @Test
  void frameSource_closesQueuedFrames_onCancel() {
    TestSubscriber.Probe<Frame> probe = run();
    frames.offer(frame(0));
    frames.offer(frame(1));
    probe.cancel();
    await().until(frames::isClosed);
    offerIsRefused(frame(2));
  }

  @Test
  void frameSource_takesNoFrame_untilModelHasRoom() {
    room.set(false);
    TestSubscriber.Probe<Frame> probe = run();
    probe.request(1);
    frames.offer(frame(0));
    await().until(() -> roomWaiter.get() != null);
    assertThat(frames.size()).isEqualTo(1);

    room.set(true);
    roomWaiter.get().run();

    probe.expectNext().close();
    frames.complete();
    probe.request(1);
    probe.expectComplete();
  }

  @Test
  void frameSource_completes_withoutRoom_whenNothingIsLeft() {
    room.set(false);
    TestSubscriber.Probe<Frame> probe = run();
    frames.complete();
    probe.request(1);
    probe.expectComplete();
  }

  @Test
  void detach_completesTheStage_andLeavesHandOverOpen() {
    TestSubscriber.Probe<Frame> probe = run();

    control.detach().run();

    probe.expectSubscriptionAndComplete();
    assertThat(control.stopped().toCompletableFuture().join()).isTrue();
    assertThat(frames.offer(frame(0))).isTrue();
    assertThat(frames.size()).isEqualTo(1);
    frames.close();
  }

  private boolean hasRoom(Runnable wake) {
    if (!room.get()) {
      roomWaiter.set(wake);
    }
    return room.get();
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
    var running =
        Source.fromGraph(new FrameSourceStage(frames, this::hasRoom))
            .toMat(TestSink.create(kit.system().classicSystem()), Keep.both())
            .run(kit.system());
    control = running.first();
    return running.second();
  }
}
