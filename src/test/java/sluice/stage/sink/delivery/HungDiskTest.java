package sluice.stage.sink.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.sink.RemoteSinkConfig;
import sluice.core.Delivery;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.TestPicture;
import sluice.core.message.Message;
import sluice.core.message.PublishObserver;
import sluice.stage.sink.Housekeeping;
import sluice.stage.sink.LossCause;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.Results;
import sluice.stage.sink.RunIds;
import sluice.stage.sink.SinkContext;
import sluice.stage.sink.SinkThreads;
import sluice.stage.sink.picture.FrameEncoder;
import sluice.stage.sink.spool.Spool;
import sluice.stage.sink.spool.SpoolRecord;

/** The disk of the spools hangs, and with it the one thread that appends to them. */
class HungDiskTest {
  private static final Duration LIMIT = Duration.ofMillis(200);

  @TempDir Path folder;
  private final SpoolWriter writer = new SpoolWriter();
  private final CountDownLatch disk = new CountDownLatch(1);
  private SinkDelivery delivery;
  private StreamSpool spool;
  private RemoteSinkConfig config;

  @BeforeEach
  void hang() {
    DeliveryFixture fixture = new DeliveryFixture(folder);
    config = fixture.sink("a", "");
    delivery =
        new SinkDelivery(
            config,
            DeliveryStorage.lasting(folder.resolve("spool")),
            fixture.far::connection,
            Clock.systemUTC(),
            PublishObserver.NONE,
            stream -> true);
    writer.execute(this::awaitDisk);
    await().until(() -> writer.inCallFor().isPositive());
  }

  private void awaitDisk() {
    try {
      disk.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void end() {
    disk.countDown();
    writer.close();
    delivery.close();
  }

  private SpooledSink sink(Delivery kind) {
    spool = delivery.use("lobby");
    Housekeeping housekeeping =
        new Housekeeping(Runnable::run, Clock.systemUTC(), System::nanoTime);
    return new SpooledSink(
        config,
        new SinkContext(
            "lobby", kind, Clock.systemUTC(), housekeeping, new RunIds(), SinkThreads.shared()),
        delivery,
        spool,
        writer,
        new StreamMessages("lobby", new FrameEncoder()),
        LIMIT);
  }

  private static boolean offer(ResultReceiver receiver, int frame) {
    try (FrameResult result =
        Results.of(new FrameLedger(), TestPicture.bgr24(8, 4), frame, frame * 40_000_000L)) {
      return receiver.offer(result);
    }
  }

  private List<Message> kept() throws IOException {
    Spool open = spool.open();
    List<Message> result = new ArrayList<>();
    for (SpoolRecord each : open.read(0, 10_000, Long.MAX_VALUE)) {
      result.add(MessageCodec.decode(each.bytes()));
    }
    return result;
  }

  @Test
  void liveStream_goesOn_andKeepsTheNewest() throws IOException {
    SpooledSink sink = sink(Delivery.LATEST);
    ResultReceiver run = sink.forRun(Results.source(8, 4));
    int frames = PendingQueue.FRAMES + 10;
    int states = PendingQueue.EVENTS + 10;
    for (int i = 0; i < frames; i++) {
      assertThat(offer(run, i)).isTrue();
    }
    for (int i = 1; i <= states; i++) {
      sink.entered(DeliveryFixture.state("state-" + i));
    }
    await()
        .untilAsserted(
            () -> assertThat(sink.health().lastError()).contains("the disk of its spool hangs"));
    assertThat(sink.health().healthy()).isFalse();

    disk.countDown();
    await().until(() -> spool.waiting() == PendingQueue.FRAMES + PendingQueue.EVENTS);

    assertThat(sink.health().losses()).containsEntry(LossCause.TOO_SLOW, 20L);
    List<Message> kept = kept();
    assertThat(kept.getFirst().id()).endsWith("-lobby-10");
    assertThat(new String(kept.getLast().body(), StandardCharsets.UTF_8))
        .contains("\"state-" + states + "\"");
    assertThat(offer(run, frames)).isTrue();
    await().until(() -> spool.waiting() == PendingQueue.FRAMES + PendingQueue.EVENTS + 1);
    assertThat(sink.health().lastError()).isEmpty();
  }

  @Test
  void streamThatWaits_isHeldUntilTheLimit_thenGoesOn() {
    SpooledSink sink = sink(Delivery.EVERY);
    ResultReceiver run = sink.forRun(Results.source(8, 4));
    int frame = 0;
    while (offer(run, frame)) {
      frame++;
    }
    assertThat(frame).isEqualTo(PendingQueue.FRAMES);
    AtomicBoolean woken = new AtomicBoolean();
    run.whenSpace(() -> woken.set(true));

    await().untilTrue(woken);

    assertThat(offer(run, frame)).isTrue();
    assertThat(sink.health().losses()).containsEntry(LossCause.HUNG, 1L);
    disk.countDown();
    await().until(() -> spool.waiting() == PendingQueue.FRAMES);
    assertThat(offer(run, frame + 1)).isTrue();
    await().until(() -> spool.waiting() == PendingQueue.FRAMES + 1);
  }

  @Test
  void sinkThatWasGivenUp_writesNothingOld() throws IOException {
    SpooledSink before = sink(Delivery.LATEST);
    before.entered(DeliveryFixture.state("old"));
    before.finish();
    before.abandon();
    before.entered(DeliveryFixture.state("late"));
    SpooledSink after = sink(Delivery.LATEST);
    after.entered(DeliveryFixture.state("new"));

    disk.countDown();
    assertThat(after.finish()).succeedsWithin(Duration.ofSeconds(5));

    assertThat(kept()).hasSize(1);
    assertThat(before.health().losses())
        .containsEntry(LossCause.TOO_SLOW, 1L)
        .containsEntry(LossCause.HUNG, 1L);
  }
}
