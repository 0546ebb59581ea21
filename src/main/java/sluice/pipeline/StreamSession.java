package sluice.pipeline;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.Dispatchers;
import org.jspecify.annotations.Nullable;
import sluice.core.Delivery;
import sluice.core.Failures;
import sluice.core.FrameLedger;
import sluice.core.SourceInfo;
import sluice.stage.source.FrameReader;

/**
 * One session of a stream, from opening its source to its end: one decoder thread, one ledger of
 * frames, one chain of result stages, and the graphs that work on them one after the other, each
 * for one model. To move to another model, a graph is detached, finishes what is in flight, and the
 * next one takes the feed over.
 *
 * <p>Life: {@link #start} once; {@link #attach} once the source is open, and again for each further
 * model; then the source's end, {@link #stop} or {@link #abort}. {@link #ended} tells the end.
 * Thread-safe; no method blocks.
 */
public final class StreamSession {
  /** Name of the dispatcher that graphs run on, and what else must not block. */
  public static final String DISPATCHER = "sluice.stream-dispatcher";

  private static final Duration MOST_SETTLING = Duration.ofSeconds(10);

  private final StreamAssembly assembly;
  private final FrameLedger ledger = new FrameLedger();
  private final ResultStageChain stages;
  private final FrameReader reader;
  private final FeedThread decoder;
  private final CompletionStage<SourceInfo> opened;
  private final CompletableFuture<End> ended = new CompletableFuture<>();

  private final Object lock = new Object();

  /** Completes when the next graph may take the feed over, with false when there is none to be. */
  private CompletionStage<Boolean> turn = CompletableFuture.completedStage(true);

  private @Nullable StreamRun current;
  private @Nullable SourceInfo source;
  private @Nullable Throwable aborted;

  /** How many models the session has been attached to. */
  private int attachments;

  private boolean returned;
  private boolean stopped;
  private boolean over;

  /** A session that reads nothing yet. */
  public StreamSession(StreamAssembly assembly) {
    this.assembly = assembly;
    this.stages = new ResultStageChain(assembly.stages().get());
    this.reader = assembly.reader(ledger);
    this.decoder = assembly.decoder(reader);
    this.opened = reader.opened().thenApply(this::remember);
  }

  /**
   * How a session ended.
   *
   * @param failure why; null when it ended in order
   * @param leftOvers frames that stages had lost and the ledger had to close; in a session that
   *     failed those that were in flight, 0 in one that ended in order
   */
  public record End(@Nullable Throwable failure, int leftOvers) {}

  /** Begins to open and read; called once. A session that was stopped before ends at once. */
  public void start() {
    var _ = decoder.returned().thenRun(this::feedReturned);
    decoder.start();
  }

  private SourceInfo remember(SourceInfo info) {
    synchronized (lock) {
      source = info;
    }
    return info;
  }

  /**
   * Completes when the source is open; fails with a {@link sluice.core.SluiceException} when it
   * can't be opened or was stopped before. What hangs on it since before {@link #start} runs on the
   * decoder's thread, before the first picture is read.
   */
  public CompletionStage<SourceInfo> opened() {
    return opened;
  }

  /**
   * Works on the frames with a model from now on; frames that are in flight with another one are
   * finished there, and none is lost. To be called once the source is open. The graph is started on
   * a thread of the actor system's for what blocks, since memory for the model is made and zeroed
   * there; where it can't be started, the session ends with the reason.
   *
   * @param model borrowed until the returned stage completes
   * @return completes, never fails, when the session uses nothing of the model any more
   */
  public CompletionStage<Void> attach(StreamModel model) {
    CompletableFuture<Void> free = new CompletableFuture<>();
    CompletableFuture<Boolean> next = new CompletableFuture<>();
    CompletionStage<Boolean> before;
    StreamRun running;
    int number;
    synchronized (lock) {
      if (over) {
        free.complete(null);
        return free;
      }
      number = ++attachments;
      before = turn;
      turn = next;
      running = current;
    }
    if (running != null) {
      running.detach();
    }
    Attachment attachment = new Attachment(model, number, free, next);
    var _ =
        before
            .thenAcceptAsync(
                mayTakeOver -> {
                  if (mayTakeOver) {
                    takeOver(attachment);
                  } else {
                    attachment.giveUp();
                  }
                },
                blocking())
            .exceptionally(
                failure -> {
                  attachment.giveUp();
                  endWithoutGraph(failure);
                  return null;
                });
    return free;
  }

  private Executor blocking() {
    return assembly
        .system()
        .classicSystem()
        .dispatchers()
        .lookup(Dispatchers.DefaultBlockingDispatcherId());
  }

  /**
   * A model whose turn it is or will be.
   *
   * @param number how many were attached, with this one
   * @param free completes when nothing of the model is used any more
   * @param next completes when the next one may take over, with false when it may not
   */
  private record Attachment(
      StreamModel model,
      int number,
      CompletableFuture<Void> free,
      CompletableFuture<Boolean> next) {

    void giveUp() {
      free.complete(null);
      next.complete(false);
    }
  }

  private void takeOver(Attachment attachment) {
    SourceInfo info;
    synchronized (lock) {
      info = source;
    }
    if (info == null) {
      throw new IllegalStateException("stream " + assembly.id() + ": its source is not open");
    }
    StreamRun run =
        StreamRun.start(
            assembly.parts(decoder, ledger, stages, info, attachment.model()), assembly.system());
    boolean anotherWaits;
    Throwable cause;
    synchronized (lock) {
      current = run;
      anotherWaits = attachments > attachment.number();
      cause = aborted;
    }
    if (cause != null) {
      run.abort(cause);
    } else if (anotherWaits) {
      run.detach();
    }
    var _ = run.modelFree().thenRun(() -> attachment.free().complete(null));
    var _ =
        run.ended()
            .thenAccept(
                end -> {
                  attachment.next().complete(end.detached());
                  if (!end.detached()) {
                    conclude(end.failure(), end.leftOvers());
                  }
                });
  }

  /**
   * Whether nothing has to come from the source at the moment: it waits for room, plays a recording
   * at its own pace, or has been read to its end.
   */
  public boolean mayBeSilent() {
    SourceInfo info;
    synchronized (lock) {
      info = source;
      if (returned) {
        return true; // the last frames are being finished
      }
    }
    boolean waitsForRoom =
        assembly.source().effectiveDelivery() == Delivery.EVERY && reader.frames().size() > 0;
    boolean playsAtItsPace =
        info != null && assembly.source().playback().realtime() && !info.live();
    return waitsForRoom || playsAtItsPace;
  }

  /**
   * Ends it in order: nothing more is read, frames in flight and those that wait are finished.
   * Where no model was attached, frames that wait are dropped. Also before {@link #start}, and more
   * than once.
   */
  public void stop() {
    boolean last;
    synchronized (lock) {
      stopped = true;
      last = returned && attachments == 0;
      over |= last;
    }
    reader.stop();
    if (last) {
      conclude(null, 0);
    }
  }

  /** Ends it at once, whatever the decoder is doing: frames in flight are closed unseen. */
  public void abort(Throwable cause) {
    StreamRun run;
    boolean last;
    synchronized (lock) {
      aborted = cause;
      run = current;
      last = returned && attachments == 0;
      over |= last;
    }
    if (run != null) {
      run.abort(cause);
    }
    reader.stop();
    if (last) {
      conclude(cause, 0);
    }
  }

  /** Completes, never fails, when nothing of the session is left; sinks may still be writing. */
  public CompletionStage<End> ended() {
    return ended.minimalCompletionStage();
  }

  /** A recording that was read to its end before its model was ready still waits for that. */
  private void feedReturned() {
    Throwable failure = reader.frames().failure();
    boolean last;
    synchronized (lock) {
      returned = true;
      failure = aborted == null ? failure : aborted;
      last = attachments == 0 && (failure != null || stopped);
      over |= last;
    }
    if (last) {
      conclude(failure, 0);
    }
  }

  /** A graph could not be started: no one will take the frames. */
  private void endWithoutGraph(Throwable failure) {
    reader.stop();
    reader.frames().close();
    var _ = decoder.returned().thenRun(() -> conclude(failure, 0));
  }

  private void conclude(@Nullable Throwable failure, int lost) {
    synchronized (lock) {
      over = true;
    }
    reader.frames().close();
    int leftOvers = lost + ledger.closeLeftOvers();
    var _ =
        (failure == null ? settled() : CompletableFuture.completedStage(null))
            .whenComplete((_, _) -> conclude(failure, stages.close(), leftOvers));
  }

  /** Waits for answers of second models, within a limit: a session that fails doesn't. */
  private CompletionStage<?> settled() {
    return stages
        .settled()
        .toCompletableFuture()
        .completeOnTimeout(null, MOST_SETTLING.toSeconds(), TimeUnit.SECONDS);
  }

  private void conclude(@Nullable Throwable failure, @Nullable Throwable unclosed, int leftOvers) {
    Throwable cause = failure == null ? unclosed : failure;
    ended.complete(new End(cause == null ? null : Failures.unwrap(cause), leftOvers));
  }
}
