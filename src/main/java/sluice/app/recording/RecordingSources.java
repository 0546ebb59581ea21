package sluice.app.recording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.RecoveryConfig;
import sluice.core.recording.RecorderStatus;
import sluice.core.recording.RecordingLoss;
import sluice.core.recording.RecordingMode;
import sluice.core.recording.RecordingSettings;
import sluice.core.util.Backoff;
import sluice.stage.source.PacketReader;
import sluice.video.demux.PacketTap;

/**
 * The streams that are recorded from an address of their own: a session each, independent of the
 * runs of the stream. There is no thread where there is no such stream. Thread-safe; closed after
 * the streams and before the store.
 */
public final class RecordingSources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingSources.class);
  private static final Duration WATCH = Duration.ofSeconds(1);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final BiFunction<String, RecordingSettings, List<PacketTap>> taps;
  private final DoubleSupplier random;
  private final LongSupplier nanoClock;
  private final Map<String, Session> sessions = new HashMap<>();

  /** Sessions that were told to end, and may still be at it. */
  private final List<RecordingSession> ending = new ArrayList<>();

  /** Nanoseconds in which streams got nothing from their address. */
  private final Map<String, AtomicLong> lost = new HashMap<>();

  /** Crashes of processes that read the addresses of streams. */
  private final Map<String, AtomicLong> crashes = new HashMap<>();

  private @Nullable ScheduledExecutorService watcher;
  private boolean closed;

  /**
   * No session yet.
   *
   * @param taps new ones that record a stream, by its name
   * @param random 0 to below 1, spreads retries
   */
  public RecordingSources(
      BiFunction<String, RecordingSettings, List<PacketTap>> taps, DoubleSupplier random) {
    this(taps, random, System::nanoTime);
  }

  /**
   * The same.
   *
   * @param nanoClock monotonic
   */
  RecordingSources(
      BiFunction<String, RecordingSettings, List<PacketTap>> taps,
      DoubleSupplier random,
      LongSupplier nanoClock) {
    this.taps = taps;
    this.random = random;
    this.nanoClock = nanoClock;
  }

  /**
   * An address is recorded from now on, if it isn't already, or is held as the process that decoded
   * it crashed too often; returns at once.
   *
   * @param stream its name
   * @param opener opens the address; equal to another one where it would open the same in the same
   *     way
   * @param recovery says how long to wait for it, and when to try it again
   */
  public synchronized void begin(
      String stream,
      RecordingSettings settings,
      PacketReader.Opener opener,
      RecoveryConfig recovery) {
    Session current = sessions.get(stream);
    boolean goesOn =
        current != null
            && (current.session.isAlive() || current.session.isHeld())
            && current.isFor(settings, opener, recovery);
    if (closed || goesOn) {
      return;
    }
    end(stream);
    RecordingSession session =
        new RecordingSession(
            stream,
            opener,
            () -> taps.apply(stream, settings),
            recovery.frameTimeout(),
            new Backoff(recovery.minBackoff(), recovery.maxBackoff(), recovery.jitter(), random),
            nanoClock,
            loss(stream, settings),
            crashes.computeIfAbsent(stream, id -> new AtomicLong())::incrementAndGet,
            current == null ? null : current.session);
    session.begin();
    sessions.put(stream, new Session(session, settings, opener, recovery));
    watchAll();
  }

  /** Of what is recorded for events alone it isn't known what they would have been. */
  private LongConsumer loss(String stream, RecordingSettings settings) {
    AtomicLong sum = lost.computeIfAbsent(stream, id -> new AtomicLong());
    return settings.mode() == RecordingMode.CONTINUOUS ? sum::addAndGet : nanos -> {};
  }

  private void watchAll() {
    if (watcher == null) {
      ScheduledExecutorService made =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("sluice-recording-watch").factory());
      var _ =
          made.scheduleWithFixedDelay(
              this::watch, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
      watcher = made;
    }
  }

  /** Looks for threads that are stuck; leaves itself where nothing is recorded any more. */
  synchronized void watch() {
    ending.removeIf(RecordingSession::isOver);
    for (Session each : sessions.values()) {
      try {
        each.session.watch();
      } catch (RuntimeException e) {
        LOG.error("recordings: a fault of Sluice itself", e);
      }
    }
    ScheduledExecutorService unused = watcher;
    if (sessions.isEmpty() && unused != null) {
      unused.shutdown();
      watcher = null;
    }
  }

  /**
   * Somebody asked for another try of a stream: crashes of the processes that decoded its address
   * don't count any more.
   */
  public synchronized void forgive(String stream) {
    Session current = sessions.get(stream);
    if (current != null) {
      current.session.forgive();
    }
  }

  /** The address of a stream is not recorded any more; returns at once. */
  public synchronized void end(String stream) {
    Session current = sessions.remove(stream);
    if (current != null) {
      current.session.end();
      ending.removeIf(RecordingSession::isOver);
      ending.add(current.session);
    }
  }

  /**
   * A stream ends here, though it may go on elsewhere or come again: what counts crashes begins
   * anew with it.
   */
  public synchronized void forgetCrashes(String stream) {
    crashes.remove(stream);
  }

  /** A stream was removed: what is counted of it is not needed any more. */
  public synchronized void forget(String stream) {
    end(stream);
    lost.remove(stream);
    crashes.remove(stream);
  }

  /**
   * How the recording of a stream goes.
   *
   * @param ofStore as what writes it knows
   */
  public synchronized RecorderStatus status(String stream, RecorderStatus ofStore) {
    AtomicLong nanos = lost.get(stream);
    RecorderStatus counted =
        nanos == null
            ? ofStore
            : ofStore.plus(RecordingLoss.NO_SOURCE, Duration.ofNanos(nanos.get()));
    return Optional.ofNullable(sessions.get(stream))
        .flatMap(current -> current.session.trouble())
        .map(counted::with)
        .orElse(counted);
  }

  /** How often a process crashed that read the address of a stream. */
  public synchronized long crashes(String stream) {
    AtomicLong count = crashes.get(stream);
    return count == null ? 0 : count.get();
  }

  /** Ends all sessions, within some seconds. */
  @Override
  public void close() {
    List<RecordingSession> left;
    synchronized (this) {
      closed = true;
      List.copyOf(sessions.keySet()).forEach(this::end);
      left = List.copyOf(ending);
      if (watcher != null) {
        watcher.shutdown();
      }
    }
    long end = System.nanoTime() + CLOSE_LIMIT.toNanos();
    try {
      for (RecordingSession each : left) {
        if (!each.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
          LOG.warn("recordings: a thread that reads an address does not return");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A session and what it was begun with. */
  private record Session(
      RecordingSession session,
      RecordingSettings settings,
      PacketReader.Opener opener,
      RecoveryConfig recovery) {
    boolean isFor(
        RecordingSettings other, PacketReader.Opener otherOpener, RecoveryConfig otherRecovery) {
      return settings.equals(other) && opener.equals(otherOpener) && recovery.equals(otherRecovery);
    }
  }
}
