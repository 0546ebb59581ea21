package sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.testkit.javadsl.StreamTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.core.Box;
import sluice.core.ErrorCode;
import sluice.core.FrameResult;
import sluice.core.Geometry;
import sluice.core.Picture;
import sluice.core.Playback;
import sluice.core.Predictions;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.TensorSet;
import sluice.metrics.RunMetrics;
import sluice.stage.inference.FakeEngine;
import sluice.stage.inference.RequestPool;
import sluice.stage.motion.MotionGate;
import sluice.stage.result.ResultStage;
import sluice.stage.result.numbered.NumberingStage;
import sluice.stage.source.FakeSource;
import sluice.stage.source.PaceClock;
import sluice.stage.source.SourceLocation;
import sluice.stage.source.SourceReader;
import sluice.stage.source.SourceSettings;

@Timeout(60)
class StreamSessionTest {
  private static final int REQUESTS = 2;
  private static ActorTestKit kit;

  private final FakeEngine engine = new FakeEngine(REQUESTS);
  private final FakeEngine otherEngine = new FakeEngine(REQUESTS);
  private final RequestPool pool = new RequestPool(engine);
  private final RequestPool otherPool = new RequestPool(otherEngine);
  private final List<FakeReceiver> receivers = new CopyOnWriteArrayList<>();
  private final List<Preparation> preparations = new CopyOnWriteArrayList<>();
  private final NumberingStage numbering = new NumberingStage();
  private List<ResultStage> stages = List.of(numbering);
  private final RunMetrics counted = RunMetrics.create();
  private FakeSource source = FakeSource.ofRate(30, 25);

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create(ConfigFactory.load());
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @AfterEach
  void nothingIsLeft() {
    StreamTestKit.assertAllStagesStopped(SystemMaterializer.get(kit.system()).materializer());
    source.assertAllClosed();
    assertThat(counted.heldPictures()).isZero();
    assertThat(counted.heldBytes()).isZero();
    assertThat(numbering.closes()).isEqualTo(1);
    assertThat(pool.leasedTensors() + otherPool.leasedTensors()).isZero();
    assertThat(preparations).allMatch(each -> each.closed.get() == 1);
    pool.close();
    otherPool.close();
  }

  @Test
  void recording_isWorkedThrough() {
    StreamSession session = session(source);
    CompletionStage<Void> free = attachWhenOpen(session, pool);
    session.start();

    StreamSession.End end = drive(session);

    assertThat(end).isEqualTo(new StreamSession.End(null, 0));
    assertThat(seen()).isEqualTo(numbers(30));
    assertThat(free.toCompletableFuture()).isCompleted();
    assertThat(source.closes).hasValue(1);
  }

  @Test
  void memoryOfTheModel_isMadeOnNoThreadOfActorsOrStages() {
    StreamSession session = session(source);
    attachWhenOpen(session, pool);
    session.start();

    drive(session);

    assertThat(engine.memoryThreads())
        .isNotEmpty()
        .allMatch(thread -> thread.contains("blocking-io-dispatcher"));
  }

  @Test
  void opened_whatHangsOnItBeforeTheStart_runsBeforeTheFirstPicture() {
    StreamSession session = session(source);
    AtomicInteger readBefore = new AtomicInteger(-1);
    var _ = session.opened().thenAccept(info -> readBefore.set(source.pictures()));
    attachWhenOpen(session, pool);
    session.start();

    drive(session);

    assertThat(readBefore).hasValue(0);
  }

  @Test
  void attach_afterTheRecordingWasReadToItsEnd_losesNoFrame() {
    source = FakeSource.ofRate(3, 25);
    StreamSession session = session(source);
    session.start();
    await().until(session::mayBeSilent);
    await().until(() -> source.closes.get() == 1);

    session.attach(model(pool));

    assertThat(drive(session).failure()).isNull();
    assertThat(seen()).isEqualTo(numbers(3));
  }

  @Test
  void attach_anotherModel_finishesWhatIsInFlightAndLosesNoFrame() {
    source = FakeSource.ofRate(60, 25);
    StreamSession session = session(source);
    CompletionStage<Void> free = attachWhenOpen(session, pool);
    session.start();
    await().until(() -> pump() >= 10);

    session.attach(model(otherPool));
    await()
        .until(
            () -> {
              engine.endAll();
              return free.toCompletableFuture().isDone();
            });

    assertThat(drive(session).failure()).isNull();
    assertThat(seen()).isEqualTo(numbers(60));
    assertThat(otherPool.inferences()).isPositive();
    assertThat(labels()).isEqualTo(numbers(60).stream().map(Object::toString).toList());
    assertThat(preparations).hasSize(2);
  }

  @Test
  void attach_threeModelsAtOnce_endsInTheLastOne() {
    StreamSession session = session(source);
    List<CompletionStage<Void>> free = new ArrayList<>();
    var _ =
        session
            .opened()
            .thenAccept(
                info -> {
                  free.add(session.attach(model(pool)));
                  free.add(session.attach(model(otherPool)));
                  free.add(session.attach(model(pool)));
                });
    session.start();

    assertThat(drive(session).failure()).isNull();
    assertThat(seen()).isEqualTo(numbers(30));
    assertThat(free).hasSize(3).allMatch(each -> each.toCompletableFuture().isDone());
  }

  @Test
  void attach_modelThatIsClosed_endsTheSession() {
    otherPool.close();
    StreamSession session = session(source);
    CompletionStage<Void> free = attachWhenOpen(session, otherPool);
    session.start();

    assertThat(end(session).failure()).hasMessage("the model is closed");
    assertThat(receivers).singleElement().matches(FakeReceiver::isCompleted);
    assertThat(free.toCompletableFuture()).isCompleted();
    assertThat(preparations).hasSize(1);
  }

  @Test
  void attach_afterTheEnd_givesTheModelBackAtOnce() {
    StreamSession session = session(source);
    session.stop();
    session.start();
    end(session);

    assertThat(session.attach(model(pool)).toCompletableFuture()).isCompleted();
    assertThat(preparations).isEmpty();
  }

  @Test
  void stop_beforeTheStart_opensNothing() {
    StreamSession session = session(source);

    session.stop();
    session.start();

    assertThat(end(session)).isEqualTo(new StreamSession.End(null, 0));
    assertThat(session.opened().toCompletableFuture()).isCompletedExceptionally();
    assertThat(source.pictures()).isZero();
  }

  @Test
  void stop_withoutAModel_givesUpFramesThatWait() {
    StreamSession session = session(source);
    session.start();
    await().until(() -> source.pictures() > 2);

    session.stop();

    assertThat(end(session)).isEqualTo(new StreamSession.End(null, 0));
    assertThat(seen()).isEmpty();
  }

  @Test
  void stop_finishesFramesThatWereRead() {
    source = FakeSource.ofRate(10_000, 25);
    StreamSession session = session(source);
    attachWhenOpen(session, pool);
    session.start();
    await().until(() -> pump() >= 5);

    session.stop();

    assertThat(drive(session)).isEqualTo(new StreamSession.End(null, 0));
    assertThat(seen()).isEqualTo(numbers(seen().size()));
    assertThat(seen().size()).isBetween(source.pictures() - 1, source.pictures());
  }

  @Test
  void sourceThatCannotBeOpened_endsTheSessionWithItsFailure() {
    SluiceException missing = new SluiceException(ErrorCode.INPUT, "no such file");
    StreamSession session =
        session(
            cancelled -> {
              throw missing;
            });
    CompletionStage<Void> free = attachWhenOpen(session, pool);
    session.start();

    assertThat(end(session).failure()).isSameAs(missing);
    assertThat(free.toCompletableFuture()).isNotDone();
    assertThat(preparations).isEmpty();
  }

  @Test
  void sourceThatFailsInTheMiddle_deliversTheFramesBefore() {
    SluiceException broken = new SluiceException(ErrorCode.INPUT, "damaged");
    source = FakeSource.ofRate(2, 25).failure(broken);
    StreamSession session = session(source);
    attachWhenOpen(session, pool);
    session.start();

    assertThat(drive(session).failure()).isSameAs(broken);
  }

  @Test
  void abort_closesFramesInFlightUnseenAndGivesTheModelBack() {
    StreamSession session = session(source);
    CompletionStage<Void> free = attachWhenOpen(session, pool);
    session.start();
    await().until(() -> engine.running().size() == REQUESTS);
    assertThat(counted.heldPictures()).as("under way").isGreaterThanOrEqualTo(REQUESTS);
    SluiceException cause = new SluiceException(ErrorCode.INPUT, "no frame came");

    session.abort(cause);

    StreamSession.End end = drive(session);
    assertThat(end.failure()).isSameAs(cause);
    assertThat(end.leftOvers()).isGreaterThanOrEqualTo(REQUESTS);
    assertThat(free.toCompletableFuture()).isCompleted();
  }

  @Test
  void abort_ofASilentSourceWithoutAModel_endsTheSession() {
    source = FakeSource.ofRate(1, 25).silence(new SluiceException(ErrorCode.INPUT, "timeout"));
    StreamSession session = session(source);
    session.start();
    await().until(() -> source.pictures() == 1);
    SluiceException cause = new SluiceException(ErrorCode.INPUT, "no frame came");

    session.abort(cause);

    assertThat(end(session).failure()).isSameAs(cause);
  }

  @Test
  void resultStage_thatThrows_failsTheSessionAndIsClosed() {
    IllegalStateException broken = new IllegalStateException("no track left");
    AtomicInteger closes = new AtomicInteger();
    stages =
        List.of(
            numbering,
            stage(
                result -> {
                  throw broken;
                },
                closes));
    StreamSession session = session(source);
    CompletionStage<Void> free = attachWhenOpen(session, pool);
    session.start();

    assertThat(drive(session).failure()).isSameAs(broken);
    assertThat(seen()).isEmpty();
    assertThat(free.toCompletableFuture()).isCompleted();
    assertThat(closes).hasValue(1);
  }

  private static ResultStage stage(UnaryOperator<FrameResult> work, AtomicInteger closes) {
    return new ResultStage() {
      @Override
      public String wireName() {
        return "test";
      }

      @Override
      public FrameResult apply(FrameResult result) {
        return work.apply(result);
      }

      @Override
      public void close() {
        closes.incrementAndGet();
      }
    };
  }

  private StreamSession session(SourceReader.Opener opener) {
    SourceSettings settings =
        new SourceSettings(
            new SourceLocation(SourceLocation.Kind.FILE, "fake.mp4", "fake.mp4"),
            Playback.builder().build());
    return new StreamSession(
        new StreamAssembly(
            "test",
            settings,
            opener,
            PaceClock.SYSTEM,
            MotionGate.off(),
            counted,
            () -> stages,
            this::receivers,
            kit.system()));
  }

  /** Completes with the model's release; not before the source is open. */
  private CompletionStage<Void> attachWhenOpen(StreamSession session, RequestPool at) {
    CompletableFuture<Void> free = new CompletableFuture<>();
    var _ =
        session
            .opened()
            .thenAccept(info -> session.attach(model(at)).thenRun(() -> free.complete(null)));
    return free;
  }

  private StreamModel model(RequestPool at) {
    return new StreamModel(
        at,
        1,
        null,
        () -> {
          Preparation made = new Preparation();
          preparations.add(made);
          return made;
        },
        (tensors, geometry) -> Predictions.NONE);
  }

  private List<FakeReceiver> receivers(SourceInfo info) {
    FakeReceiver fresh = new FakeReceiver(1000);
    receivers.add(fresh);
    return List.of(fresh);
  }

  /** Numbers of the frames whose results came out, graph by graph. */
  private List<Long> seen() {
    return receivers.stream().flatMap(each -> each.numbers().stream()).toList();
  }

  /** What the numbering stage has called the pictures, graph by graph. */
  private List<String> labels() {
    return receivers.stream().flatMap(each -> each.labels().stream()).toList();
  }

  private static List<Long> numbers(int count) {
    return LongStream.range(0, count).boxed().toList();
  }

  private long pump() {
    engine.endAll();
    return pool.inferences();
  }

  private StreamSession.End drive(StreamSession session) {
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              engine.endAll();
              otherEngine.endAll();
              return session.ended().toCompletableFuture().isDone();
            });
    return end(session);
  }

  private static StreamSession.End end(StreamSession session) {
    return session.ended().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static final class Preparation implements InputPreprocessor {
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public Geometry prepare(Picture picture, TensorSet tensors) {
      return Geometry.STRETCH;
    }

    @Override
    public Geometry prepare(Picture picture, Box region, TensorSet tensors) {
      return prepare(picture, tensors);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
