package sluice.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.core.FrameLedger;
import sluice.core.FrameResult;
import sluice.core.StreamObserver;
import sluice.core.TestPicture;
import sluice.metrics.RunMetrics;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.Results;
import sluice.stage.sink.live.NewestPicture.Counted;

/** A stream's picture is kept for those who ask, and for nobody else. */
class LatestPictureTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong news = new AtomicLong();
  private final FrameLedger ledger = new FrameLedger();
  private final LatestPicture latest = new LatestPicture(nanos::get);
  private final ResultReceiver run = latest.forRun();

  @AfterEach
  void close() {
    latest.close();
    assertThat(ledger.openFrames()).isZero();
  }

  private void come() {
    come(StreamObserver.NONE);
  }

  private void come(StreamObserver stream) {
    TestPicture picture = TestPicture.bgr24(16, 16);
    picture.tell(stream);
    try (FrameResult result = Results.of(ledger, picture, 0, 0)) {
      run.offer(result);
    }
  }

  private static long countOf(Optional<Counted> picture) {
    long count = picture.orElseThrow().count();
    picture.orElseThrow().item().close();
    return count;
  }

  @Test
  void pictureThatNobodyAskedFor_isNotKept() {
    latest.tell(news::incrementAndGet);

    come();

    assertThat(latest.newest()).isEmpty();
    assertThat(latest.count()).isEqualTo(1);
    assertThat(news).hasValue(1);
  }

  @Test
  void keptPicture_andThoseOfWhoAsked_areHeldByTheirStream() {
    RunMetrics stream = RunMetrics.create();
    assertThat(latest.newest()).isEmpty();
    come(stream);
    Counted shown = latest.newest().orElseThrow();
    come(stream);
    assertThat(stream.heldPictures()).as("the kept one and the shown one").isEqualTo(2);

    shown.item().close();
    assertThat(stream.heldPictures()).isEqualTo(1);
    run.complete();
    assertThat(stream.heldPictures()).as("it outlives its run").isEqualTo(1);
    latest.close();
    assertThat(stream.heldPictures()).isZero();
    assertThat(stream.heldBytes()).isZero();
  }

  @Test
  void afterAQuestion_eachPictureIsKept_forATime() {
    assertThat(latest.newest()).isEmpty();
    come();
    come();
    assertThat(countOf(latest.newest())).isEqualTo(2);

    nanos.addAndGet(LatestPicture.KEPT.toNanos());
    come(); // asked since the one before
    nanos.addAndGet(1);
    come();

    assertThat(latest.newest()).isEmpty();
  }

  /** As a viewer does where pictures are far from each other. */
  @Test
  void pictureAfterAQuestion_isKept_howeverLateItComes() {
    assertThat(latest.newest()).isEmpty();
    nanos.addAndGet(Duration.ofHours(1).toNanos());

    come();

    assertThat(countOf(latest.newest())).isEqualTo(1);
  }

  @Test
  void questionWithoutAPicture_waitsForTheNextOne() {
    come();
    CompletableFuture<Optional<Counted>> first =
        latest.newestOrNext(LatestPicture.USUAL_WAIT).toCompletableFuture();
    CompletableFuture<Optional<Counted>> second =
        latest.newestOrNext(LatestPicture.USUAL_WAIT).toCompletableFuture();
    assertThat(first).isNotDone();

    come();

    assertThat(countOf(first.join())).isEqualTo(2);
    assertThat(countOf(second.join())).isEqualTo(2);
  }

  @Test
  void pictureForAQuestionThatIsGivenUp_isNotLeftOpen() {
    CompletableFuture<Optional<Counted>> question =
        latest.newestOrNext(LatestPicture.USUAL_WAIT).toCompletableFuture();
    question.complete(Optional.empty());

    come();

    assertThat(countOf(latest.newest())).isEqualTo(1);
  }

  @Test
  void questionOfAStreamThatDoesNotRun_isAnsweredAtOnce() {
    CompletableFuture<Optional<Counted>> waits =
        latest.newestOrNext(LatestPicture.USUAL_WAIT).toCompletableFuture();

    run.complete();

    assertThat(waits.join()).isEmpty();
    assertThat(latest.newestOrNext(LatestPicture.USUAL_WAIT).toCompletableFuture().join())
        .isEmpty();
  }

  @Test
  void questionsBeyondTheMost_areRefusedAtOnce() {
    List<CompletableFuture<Optional<Counted>>> all = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      all.add(latest.newestOrNext(LatestPicture.USUAL_WAIT).toCompletableFuture());
    }

    assertThat(all.stream().filter(CompletableFuture::isDone)).hasSize(1);
    assertThat(all.getLast())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("16 wait for the next picture");
  }

  /** As of a camera before which nothing moves, at whatever rate that is. */
  @Test
  void wait_isLongerThanTheTimeBetweenTwoPictures_toALimit() {
    assertThat(latest.patience()).isEqualTo(LatestPicture.USUAL_WAIT);
    come();
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    come();
    assertThat(latest.patience()).isEqualTo(LatestPicture.USUAL_WAIT);

    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    come();
    assertThat(latest.patience()).isEqualTo(Duration.ofSeconds(12));
    assertThat(latest.interval()).isEqualTo(Duration.ofSeconds(10));

    nanos.addAndGet(Duration.ofSeconds(20).toNanos()); // the next one is later than that already
    assertThat(latest.patience()).isEqualTo(Duration.ofSeconds(24));
    nanos.addAndGet(Duration.ofSeconds(80).toNanos());
    assertThat(latest.patience()).isEqualTo(Duration.ofSeconds(30));
    assertThat(latest.interval()).isEqualTo(Duration.ofSeconds(100));
  }

  @Test
  void wait_isTheUsualOneAgain_withTheNextRun() {
    come();
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    run.complete();
    assertThat(latest.isRunning()).isFalse();

    ResultReceiver next = latest.forRun();

    assertThat(latest.isRunning()).isTrue();
    assertThat(latest.patience()).isEqualTo(LatestPicture.USUAL_WAIT);
    next.complete();
  }
}
