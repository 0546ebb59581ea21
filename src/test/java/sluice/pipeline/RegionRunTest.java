package sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.Box;
import sluice.core.Detection;
import sluice.core.DropCause;
import sluice.core.ErrorCode;
import sluice.core.Frame;
import sluice.core.FrameResult;
import sluice.core.Geometry;
import sluice.core.GridSize;
import sluice.core.LatencyStage;
import sluice.core.Picture;
import sluice.core.Predictions;
import sluice.core.SluiceException;
import sluice.core.StreamObserver;
import sluice.core.TensorSet;
import sluice.core.TileSettings;
import sluice.stage.postprocess.Postprocessor;

/** Graphs of streams whose frames have several regions. */
@Timeout(60)
class RegionRunTest extends StreamRunFixture {
  private static final TileSettings SETTINGS = new TileSettings(new GridSize(2, 2), 0, true);
  private static final int REGIONS = 5;

  private final List<Preparation> preparations = new CopyOnWriteArrayList<>();
  private final Observer observer = new Observer();
  private final FakeReceiver receiver = new FakeReceiver(1000);
  private Postprocessor postprocessor = (tensors, geometry) -> Predictions.NONE;
  private int brokenAt = Integer.MAX_VALUE;

  @Override
  void assertPreparationsAreClosed() {
    assertThat(preparations).allMatch(each -> each.closes.get() == 1);
  }

  @Test
  void eachFrame_hasAnInferenceForEachRegion_andIsReadWhenAllAreBack() {
    postprocessor =
        (tensors, geometry) ->
            Predictions.ofDetections(
                List.of(
                    new Detection(
                        0, "person", 0.5f, geometry.toPicture(new Box(0.5f, 0.5f, 0.75f, 0.75f)))));
    StreamRun run = start(20, null);

    StreamRun.End end = drive(run);

    assertThat(end).isEqualTo(new StreamRun.End(null, 0, false));
    assertThat(pool.inferences()).isEqualTo(20 * REGIONS);
    assertThat(receiver.numbers()).hasSize(20).isSorted();
    assertThat(preparations).as("one for the whole picture, one for all tiles").hasSize(2);
    FrameResult first = observer.finished.getFirst();
    assertThat(first.detections())
        .extracting(Detection::box)
        .as("where each region's lies in the picture; none is found twice")
        .contains(new Box(0.5f, 0.5f, 0.75f, 0.75f))
        .hasSize(REGIONS);
    assertThat(first.frame().timings().get(LatencyStage.PREPROCESS)).isPositive();
    assertThat(first.frame().timings().get(LatencyStage.INFERENCE)).isPositive();
  }

  @Test
  void framesUnderWay_areAsFew_asKeepTheRequestsBusy() {
    StreamRun run = start(100, null);

    await().until(() -> pool.leasedTensors() == 2 * REGIONS);
    await().during(Duration.ofMillis(100)).until(() -> pool.leasedTensors() == 2 * REGIONS);

    assertThat(drive(run).failure()).isNull();
  }

  @Test
  void failureOfOneRegion_endsTheRun_onceTheOthersAreBack() {
    StreamRun run = start(100, null);
    await().until(() -> pool.leasedTensors() == 2 * REGIONS);
    SluiceException broken = new SluiceException(ErrorCode.DEVICE, "device lost");

    engine.running().getFirst().end(broken);
    await().until(() -> observer.failed.contains(0L));

    assertThat(run.ended().toCompletableFuture()).isNotDone();
    StreamRun.End end = drive(run);
    assertThat(end.failure()).isSameAs(broken);
    assertThat(end.leftOvers()).isPositive();
    assertThat(receiver.numbers()).isEmpty();
  }

  @Test
  void abort_whileRegionsAreInFlight_waitsForTheDevice() {
    StreamRun run = start(100, null);
    await().until(() -> pool.leasedTensors() == 2 * REGIONS);

    run.abort(new SluiceException(ErrorCode.INTERNAL, "aborted"));

    await().during(Duration.ofMillis(100)).until(() -> !run.ended().toCompletableFuture().isDone());
    assertThat(pool.leasedTensors()).isEqualTo(2 * REGIONS);
    assertThat(drive(run).failure()).hasMessage("aborted");
  }

  @Test
  void stop_finishesTheFramesUnderWay() {
    StreamRun run = start(100_000, null);
    await().until(() -> pool.leasedTensors() == 2 * REGIONS);

    run.stop();

    assertThat(drive(run)).isEqualTo(new StreamRun.End(null, 0, false));
    assertThat(receiver.numbers()).hasSize(feed.read());
  }

  @Test
  void framesOfWhichARegionIsDropped_areDroppedOnce() {
    StreamRun run = start(3, Duration.ofNanos(-1));

    assertThat(drive(run)).isEqualTo(new StreamRun.End(null, 0, false));
    assertThat(observer.dropped)
        .containsExactly(DropCause.MAX_AGE, DropCause.MAX_AGE, DropCause.MAX_AGE);
    assertThat(receiver.numbers()).isEmpty();
  }

  @Test
  void faultWhileARegionIsPrepared_closesTheFrameWithTheTensorsOfTheOthers() {
    brokenAt = 3;
    StreamRun run = start(3, null);

    StreamRun.End end = drive(run);
    assertThat(end.failure()).hasMessage("broken on purpose");
    assertThat(end.leftOvers()).isEqualTo(1);
    assertThat(engine.started()).isEmpty();
  }

  @Test
  void faultWhileARegionIsRead_endsTheRun() {
    AtomicInteger reads = new AtomicInteger();
    postprocessor =
        (tensors, geometry) -> {
          if (reads.incrementAndGet() == 3) {
            throw new IllegalStateException("broken on purpose");
          }
          return Predictions.NONE;
        };
    StreamRun run = start(10, null);

    assertThat(drive(run).failure()).hasMessage("broken on purpose");
  }

  private StreamRun start(long frames, @Nullable Duration maxAge) {
    feed = new FakeFeed(ledger, frames, null);
    StreamModel model =
        new StreamModel(
            pool,
            2,
            maxAge,
            () -> {
              Preparation made = new Preparation();
              preparations.add(made);
              return made;
            },
            (tensors, geometry) -> postprocessor.read(tensors, geometry),
            TileRegions.of(SETTINGS).orElseThrow());
    StreamParts parts =
        new StreamParts(
            "test",
            new FeedThread("test", feed).start(),
            ledger,
            model.newPreparation(),
            model.join(),
            model.regions(),
            model.postprocessor(),
            new ResultStageChain(List.of()),
            List.of(receiver),
            observer);
    return start(parts);
  }

  private final class Preparation implements InputPreprocessor {
    private final AtomicInteger closes = new AtomicInteger();

    @Override
    public Geometry prepare(Picture picture, TensorSet tensors) {
      throw new AssertionError("the picture has regions");
    }

    @Override
    public Geometry prepare(Picture picture, Box region, TensorSet tensors) {
      if (--brokenAt == 0) {
        throw new IllegalStateException("broken on purpose");
      }
      return Geometry.STRETCH.ofWhole(region);
    }

    @Override
    public void close() {
      closes.incrementAndGet();
    }
  }

  private static final class Observer implements StreamObserver {
    private final List<FrameResult> finished = new CopyOnWriteArrayList<>();
    private final List<DropCause> dropped = new CopyOnWriteArrayList<>();
    private final List<Long> failed = new CopyOnWriteArrayList<>();

    @Override
    public void frameRead() {}

    @Override
    public void frameDropped(DropCause cause) {
      dropped.add(cause);
    }

    @Override
    public void inputDamaged() {}

    @Override
    public void inferenceFailed(Frame frame, Throwable cause) {
      failed.add(frame.number());
    }

    @Override
    public void frameFinished(FrameResult result) {
      finished.add(result);
    }
  }
}
