package sluice.app.recording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.DecoderCrashException;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.core.recording.RecorderState;
import sluice.core.util.Backoff;
import sluice.service.recovery.CrashHistory;
import sluice.service.recovery.RetryPolicy;
import sluice.stage.source.PacketReader;
import sluice.video.demux.Packet;
import sluice.video.demux.PacketStream;
import sluice.video.demux.PacketTap;

/**
 * Reads an address that is recorded in place of a stream's source, on a thread of its own, and
 * opens it again with growing waits where it fails. A thread that does not come back from it is
 * left behind, and another one takes its place. Thread-safe.
 */
final class RecordingSession {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingSession.class);

  /** How much longer than its own limit a call may take before its thread counts as stuck. */
  static final Duration GRACE = Duration.ofSeconds(30);

  /** While so many threads are stuck, no other one is begun. */
  static final int MOST_STUCK = 2;

  /** A camera may allow one connection alone: the session before is waited for so long. */
  private static final Duration HAND_OVER = Duration.ofSeconds(3);

  private static final String TRIED_AGAIN = "it is tried again";
  private static final String NOT_TRIED_AGAIN = "it is not tried again until the stream is started";

  private final String stream;
  private final PacketReader.Opener opener;
  private final Supplier<List<PacketTap>> taps;
  private final Duration timeout;
  private final Backoff backoff;
  private final CrashHistory crashes;
  private final LongSupplier nanoClock;
  private final LongConsumer lost;
  private final Runnable crashed;
  private final CountDownLatch ending = new CountDownLatch(1);

  private @Nullable RecordingSession before;
  private @Nullable Reader reader;
  private int threads;
  private @Nullable RecorderState trouble;

  private boolean held;

  /** Since when nothing comes; counts while there is {@link #trouble}. */
  private long silentSince;

  /**
   * A session that has not begun.
   *
   * @param stream its name
   * @param opener opens the address
   * @param taps those that record what comes, new ones for each time that it is opened
   * @param timeout within which the address is opened, and gives the next packet, by the reader's
   *     own limits
   * @param backoff waits between attempts; the session's
   * @param nanoClock monotonic
   * @param lost is told how long nothing came, in nanoseconds
   * @param crashed is told each crash of a process that read the address
   * @param before the session that this one takes the place of, which was told to end
   */
  RecordingSession(
      String stream,
      PacketReader.Opener opener,
      Supplier<List<PacketTap>> taps,
      Duration timeout,
      Backoff backoff,
      LongSupplier nanoClock,
      LongConsumer lost,
      Runnable crashed,
      @Nullable RecordingSession before) {
    this.stream = stream;
    this.opener = opener;
    this.taps = taps;
    this.timeout = timeout;
    this.backoff = backoff;
    this.crashes = new CrashHistory(nanoClock);
    this.nanoClock = nanoClock;
    this.lost = lost;
    this.crashed = crashed;
    this.before = before;
  }

  /** Begins to open the address; called once. */
  synchronized void begin() {
    startReader(Duration.ZERO);
  }

  private void startReader(Duration wait) {
    Reader started = new Reader(wait);
    Thread.ofPlatform().daemon().name("recorder-" + stream).start(started);
    reader = started;
    threads++;
  }

  /** Nothing more is to be read; returns at once. */
  void end() {
    ending.countDown();
    synchronized (this) {
      count();
      trouble = null;
    }
  }

  /** Whether it goes on, or would if a thread were not stuck. */
  synchronized boolean isAlive() {
    return !isEnding() && threads > 0;
  }

  /** Whether it waits for somebody to ask for another try, as its decoder crashed too often. */
  synchronized boolean isHeld() {
    return held && !isEnding();
  }

  /** Somebody asked for another try: crashes so far don't count any more, and it isn't held. */
  synchronized void forgive() {
    crashes.clear();
    held = false;
  }

  private boolean isEnding() {
    return ending.getCount() == 0;
  }

  /** Whether all its threads have returned; to be asked once it has begun. */
  synchronized boolean isOver() {
    return threads == 0;
  }

  /**
   * Waits until all its threads have returned.
   *
   * @return whether they have
   */
  synchronized boolean awaitEnd(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!isOver()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** What is wrong with the address; empty while it is read, or opened for the first time. */
  synchronized Optional<RecorderState> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Leaves a thread behind that is stuck. To be called about every second. */
  synchronized void watch() {
    Reader stuck = reader;
    if (isEnding()) {
      return;
    }
    count();
    if (stuck == null || !stuck.isStuck()) {
      return;
    }
    stuck.left = true;
    reader = null;
    fail(
        RecorderState.interrupted(
            "its thread does not return from the address, and was left behind"),
        TRIED_AGAIN,
        stuck.lastSign);
    replace();
  }

  private void replace() {
    if (threads < MOST_STUCK) {
      startReader(backoff.next());
    } else {
      LOG.error(
          "recording of stream {}: {} threads are stuck; it goes on when one of them returns",
          stream,
          threads);
    }
  }

  private synchronized void returned(Reader ended) {
    threads--;
    if (reader == ended) {
      reader = null;
    } else if (reader == null && !isEnding()) {
      replace();
    }
    notifyAll();
  }

  private void count() {
    if (trouble != null) {
      long now = nanoClock.getAsLong();
      lost.accept(now - silentSince);
      silentSince = now;
    }
  }

  private void fail(RecorderState next, String then, long since) {
    if (trouble == null) {
      silentSince = since;
    }
    if (!next.equals(trouble)) {
      LOG.warn("recording of stream {}: {}; {}", stream, next.reason(), then);
    }
    trouble = next;
  }

  /** An attempt of a reader has failed: how long to wait before the next; absent: there is none. */
  private synchronized Optional<Duration> failed(Reader from, SluiceException failure) {
    if (from.left || isEnding()) {
      return Optional.empty();
    }
    String reason = Failures.message(failure);
    if (failure instanceof DecoderCrashException crash) {
      return afterCrash(from, crash.isBlamedOnSource(), reason);
    }
    if (RetryPolicy.of(failure, false) == RetryPolicy.FAIL) {
      fail(RecorderState.unsupported(reason), NOT_TRIED_AGAIN, from.lastSign);
      return Optional.empty();
    }
    fail(RecorderState.interrupted(reason), TRIED_AGAIN, from.lastSign);
    return Optional.of(backoff.next());
  }

  private Optional<Duration> afterCrash(Reader from, boolean blamed, String reason) {
    crashed.run();
    CrashHistory.Verdict verdict = crashes.crashed(blamed);
    if (verdict == CrashHistory.Verdict.HOLD) {
      held = true;
      String why = CrashHistory.held("its source", reason);
      fail(RecorderState.unsupported(why), NOT_TRIED_AGAIN, from.lastSign);
      return Optional.empty();
    }
    fail(RecorderState.interrupted(reason), TRIED_AGAIN, from.lastSign);
    boolean atOnce = verdict == CrashHistory.Verdict.AT_ONCE;
    return Optional.of(atOnce ? Duration.ZERO : backoff.next());
  }

  private synchronized void firstPacket(Reader from) {
    if (!from.left && trouble != null) {
      count();
      trouble = null;
      LOG.info("recording of stream {}: its source is there again", stream);
    }
  }

  private synchronized void healthy(Reader from) {
    if (!from.left) {
      backoff.reset();
    }
  }

  private synchronized @Nullable RecordingSession takeBefore() {
    RecordingSession taken = before;
    before = null;
    return taken;
  }

  /** The work of one thread; told, as a tap, what is waited for ahead of opening. */
  private final class Reader implements Runnable, PacketTap {
    private final Duration wait;
    private volatile boolean left;

    /** Whether a call is under way that has limits of its own. */
    private volatile boolean busy;

    /**
     * When the last packet came, the last call began that waits for one, or a process still waited
     * for its turn to start.
     */
    private volatile long lastSign = nanoClock.getAsLong();

    Reader(Duration wait) {
      this.wait = wait;
    }

    boolean isStuck() {
      long silent = nanoClock.getAsLong() - lastSign;
      return busy && silent > timeout.plus(GRACE).toNanos();
    }

    private boolean isOver() {
      return left || isEnding();
    }

    @Override
    public void run() {
      try {
        RecordingSession last = takeBefore();
        if (last != null) {
          last.awaitEnd(HAND_OVER);
        }
        Duration pause = wait;
        while (!isOver() && !ending.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          Optional<Duration> next = failed(this, attempt());
          if (next.isEmpty()) {
            return;
          }
          pause = next.get();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // nobody does that
      } finally {
        returned(this);
      }
    }

    /** Opens and reads until it fails; gives why. */
    private SluiceException attempt() {
      lastSign = nanoClock.getAsLong();
      busy = true;
      try (PacketReader packets = opener.open(tapsAndThis(), this::isOver)) {
        read(packets);
        return new SluiceException(ErrorCode.INPUT, "the server has ended the stream");
      } catch (SluiceException e) {
        return e;
      } catch (RuntimeException | Error e) {
        LOG.error("recording of stream {}: a fault of Sluice itself", stream, e);
        return Failures.known("its source", e);
      } finally {
        busy = false;
      }
    }

    private List<PacketTap> tapsAndThis() {
      List<PacketTap> all = new ArrayList<>(taps.get());
      all.add(this);
      return all;
    }

    @Override
    public void opening(String what) {
      lastSign = nanoClock.getAsLong();
    }

    @Override
    public boolean needsPackets() {
      return false;
    }

    @Override
    public void opened(List<PacketStream> streams) {
      // what is read says that it goes on
    }

    @Override
    public void packet(Packet packet) {
      // what is read says that it goes on
    }

    @Override
    public void closed() {
      // whoever reads knows
    }

    private void read(PacketReader packets) {
      long opened = nanoClock.getAsLong();
      boolean first = true;
      boolean well = false;
      while (!isOver() && packets.read()) {
        long now = nanoClock.getAsLong();
        lastSign = now;
        if (first) {
          first = false;
          firstPacket(this);
        }
        if (!well && now - opened >= timeout.toNanos()) {
          well = true;
          healthy(this);
        }
      }
    }
  }
}
