package sluice.app.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.ErrorCode;
import sluice.core.FrameResult;
import sluice.core.SluiceException;
import sluice.http.api.SnapshotPort;
import sluice.stage.sink.ResultReceiver;
import sluice.stage.sink.SinkItem;
import sluice.stage.sink.live.NewestPicture;

/**
 * Latest picture of a stream with its detections: a single reference, replaced by the next picture.
 * A decoded picture is large, so there is one only while somebody asks: it is kept from the first
 * result after a question on, until a result comes when the last question is {@link #KEPT} ago.
 * Never slows a stream down. Thread-safe.
 */
public final class LatestPicture implements NewestPicture, AutoCloseable {
  /** How long after a question pictures are kept for the next one. */
  static final Duration KEPT = Duration.ofSeconds(30);

  /** The wait for a picture of a stream that has them more often than that. */
  static final Duration USUAL_WAIT = Duration.ofSeconds(6);

  /** The wait of others, by the time between their pictures. */
  private static final double INTERVALS = 1.2;

  /** Questions that may wait for a picture; what comes beyond is told that there is none. */
  private static final int MOST_WAITING = 16;

  private final LongSupplier nanoClock;
  private final List<CompletableFuture<Optional<Counted>>> waiting = new ArrayList<>();
  private @Nullable SinkItem last;
  private boolean asked;
  private long askedAt;
  private int runs;

  /**
   * When the last picture of the run came, if {@link #hasCome}, and how long after the one before.
   */
  private long cameAt;

  private boolean hasCome;
  private long between;
  private boolean closed;
  private volatile long count;
  private volatile Runnable news = () -> {};

  /** A stream that nobody has asked for yet. */
  public LatestPicture() {
    this(System::nanoTime);
  }

  /** The same by another clock, in nanoseconds. */
  LatestPicture(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.askedAt = nanoClock.getAsLong() - KEPT.toNanos();
  }

  /**
   * Sets the listener to be notified of each picture, kept or not.
   *
   * @param listener run on the stream's dispatcher, where it must take no time
   */
  void tell(Runnable listener) {
    news = listener;
  }

  /** The near side for one run. */
  public ResultReceiver forRun() {
    synchronized (this) {
      runs++;
      hasCome = false;
      between = 0;
    }
    return new NearSide();
  }

  private void come(FrameResult result) {
    SinkItem before;
    List<Answer> answers = List.of();
    synchronized (this) {
      before = last;
      last = !closed && isWanted() ? SinkItem.of(result, true) : null;
      count = count + 1;
      long now = nanoClock.getAsLong();
      between = hasCome ? now - cameAt : 0;
      cameAt = now;
      hasCome = true;
      if (last != null && !waiting.isEmpty()) {
        answers = answers(last);
      }
    }
    if (before != null) {
      before.close();
    }
    answers.forEach(Answer::give);
    news.run();
  }

  /** Whether somebody has asked since the last result, or not long ago. */
  private boolean isWanted() {
    boolean wanted = asked || nanoClock.getAsLong() - askedAt < KEPT.toNanos();
    asked = false;
    return wanted;
  }

  private List<Answer> answers(SinkItem item) {
    List<Answer> answers = new ArrayList<>();
    for (CompletableFuture<Optional<Counted>> question : waiting) {
      answers.add(new Answer(question, new Counted(count, item.share())));
    }
    waiting.clear();
    return answers;
  }

  /** A question that waited, and its picture, which goes back where nobody waits any more. */
  private record Answer(CompletableFuture<Optional<Counted>> question, Counted picture) {
    void give() {
      if (!question.complete(Optional.of(picture))) {
        picture.item().close();
      }
    }
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public synchronized Optional<Counted> newest() {
    asked = true;
    askedAt = nanoClock.getAsLong();
    SinkItem item = last;
    return item == null ? Optional.empty() : Optional.of(new Counted(count, item.share()));
  }

  /** The time between two pictures of the run, as far as it is known; 0 where it isn't yet. */
  synchronized Duration interval() {
    long waited = hasCome ? nanoClock.getAsLong() - cameAt : 0;
    return Duration.ofNanos(Math.max(between, waited));
  }

  /** How long the next picture is worth waiting for: somewhat more than {@link #interval}. */
  Duration patience() {
    long nanos = (long) (INTERVALS * interval().toNanos());
    return Duration.ofNanos(
        Math.clamp(nanos, USUAL_WAIT.toNanos(), SnapshotPort.LONGEST_WAIT.toNanos()));
  }

  /** Whether a run goes on, so that pictures may come. */
  synchronized boolean isRunning() {
    return runs > 0 && !closed;
  }

  /**
   * A share of the newest picture, which the caller closes; where none is kept, of the next one.
   *
   * @param within how long that is waited for
   * @return empty where none comes: within that time, or as the stream doesn't run; fails with a
   *     {@link SluiceException} when too many wait already
   */
  CompletionStage<Optional<Counted>> newestOrNext(Duration within) {
    CompletableFuture<Optional<Counted>> next = new CompletableFuture<>();
    synchronized (this) {
      Optional<Counted> newest = newest();
      waiting.removeIf(CompletableFuture::isDone);
      if (newest.isPresent() || !isRunning()) {
        return CompletableFuture.completedStage(newest);
      }
      if (waiting.size() == MOST_WAITING) {
        return CompletableFuture.failedStage(
            new SluiceException(
                ErrorCode.ENVIRONMENT,
                MOST_WAITING + " wait for the next picture of the stream already; ask again"));
      }
      waiting.add(next);
    }
    return next.completeOnTimeout(Optional.empty(), within.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void runEnded() {
    List<CompletableFuture<Optional<Counted>>> vain = List.of();
    synchronized (this) {
      runs--;
      if (runs == 0) {
        vain = takeWaiting();
      }
    }
    vain.forEach(question -> question.complete(Optional.empty()));
  }

  private List<CompletableFuture<Optional<Counted>>> takeWaiting() {
    List<CompletableFuture<Optional<Counted>>> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  @Override
  public void close() {
    SinkItem item;
    List<CompletableFuture<Optional<Counted>>> vain;
    synchronized (this) {
      closed = true;
      item = last;
      last = null;
      vain = takeWaiting();
    }
    if (item != null) {
      item.close();
    }
    vain.forEach(question -> question.complete(Optional.empty()));
  }

  private final class NearSide implements ResultReceiver {
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    @Override
    public boolean offer(FrameResult result) {
      come(result);
      return true;
    }

    @Override
    public void whenSpace(Runnable wake) {
      wake.run();
    }

    @Override
    public void complete() {
      if (done.complete(null)) {
        runEnded();
      }
    }

    @Override
    public CompletionStage<Void> done() {
      return done.minimalCompletionStage();
    }
  }
}
