package sluice.video.isolation.remote;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.DecoderCrashException;
import sluice.core.ErrorCode;
import sluice.core.Failures;
import sluice.core.SluiceException;
import sluice.sandbox.BoxRules;
import sluice.sandbox.BoxStatus;
import sluice.sandbox.SealedMemory;
import sluice.video.isolation.helper.DecoderMain;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.MessageInput;
import sluice.video.isolation.protocol.Order;
import sluice.video.isolation.protocol.OrderOutput;
import sluice.video.isolation.protocol.ProtocolException;

/**
 * A running process of one decoder, as its stream's thread sees it: gives orders, waits for
 * messages, and says how it ended. Waiting ends when the stream is cancelled, and when the process
 * stays silent for too long: {@link HelperWatch} sees to both. Owned by the thread that started it,
 * but for what the watch calls.
 */
final class HelperProcess implements AutoCloseable {
  /** In which a process leaves its camera and ends when it is told to. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  /** In which a process that was killed is gone. */
  private static final Duration EXIT_LIMIT = Duration.ofSeconds(5);

  /** For the log between two other messages; the process itself limits what it says to far less. */
  private static final int MOST_LOGS = 1000;

  /** Of text that libraries write between two messages, bytes or more. */
  private static final int MOST_TEXT = 1 << 20;

  private static final String DOCTOR = "run sluice doctor";
  private static final long NOT_WAITING = 0;
  private static final long NO_DEADLINE = 0;

  private enum End {
    /** Not by this side. */
    NONE,
    /** The stream doesn't want it any more. */
    CANCELLED,
    /** It was silent for too long. */
    HUNG,
    /** It has not done in time what it was started for. */
    LATE,
    /** It is closed in order. */
    CLOSED,
    /** It told what can't be. */
    LIED,
    /** The service ends. */
    STOPPED
  }

  private final String input;
  private final HelperText shown;
  private final Process process;
  private final RingView ring;
  private final OrderOutput orders;
  private final MessageInput messages;
  private final HelperLog log;
  private final BooleanSupplier cancelled;
  private final HelperWatch watch;
  private final Runnable starting;

  /** When a wait began, by {@link System#nanoTime}, never 0; {@link #NOT_WAITING}. */
  private volatile long waitsSince;

  private volatile long limitNanos;

  /** By {@link System#nanoTime}, never 0; {@link #NO_DEADLINE}. */
  private volatile long deadline;

  private volatile End end = End.NONE;
  private volatile long leavingSince;
  private @Nullable String lie;
  private int textLength;
  private boolean closed;
  private volatile boolean started;
  private @Nullable BoxStatus box;

  /** Starts a process in its box; as {@link sluice.sandbox.BoxedProcess#start} does. */
  @FunctionalInterface
  interface Starter {
    /** The process, running. */
    Process start(ProcessBuilder builder, BoxRules rules) throws IOException;
  }

  /**
   * As {@link #start} makes it; takes the process and the ring over.
   *
   * @param starting called by the watch, again and again until it is ready
   * @param limit in which it has to be ready
   */
  HelperProcess(
      HelperText shown,
      Process process,
      RingView ring,
      BooleanSupplier cancelled,
      HelperWatch watch,
      Runnable starting,
      Duration limit) {
    this.shown = shown;
    this.input = shown.input();
    this.process = process;
    this.ring = ring;
    this.cancelled = cancelled;
    this.watch = watch;
    this.starting = starting;
    finishWithin(limit);
    this.log = new HelperLog(shown);
    this.orders = new OrderOutput(process.getOutputStream());
    this.messages = new MessageInput(process.getErrorStream(), this::text);
  }

  /**
   * Starts a process; nothing is known of it yet.
   *
   * @param starter how
   * @param shown its input's name, and what it may not tell
   * @param builder what is started
   * @param rules its box
   * @param cancelled asked by the watch while this side waits
   * @param starting called by the watch, again and again until it is ready
   * @param limit in which it has to be ready
   * @throws DecoderCrashException where it can't be started
   * @throws SluiceException where the thread is interrupted, for the stream is being stopped
   */
  static HelperProcess start(
      Starter starter,
      HelperText shown,
      ProcessBuilder builder,
      BoxRules rules,
      BooleanSupplier cancelled,
      HelperWatch watch,
      Runnable starting,
      Duration limit) {
    try (SealedMemory shared = SealedMemory.create("sluice-pictures", Limits.RING_BYTES)) {
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(shared.inheritable()));
      RingView ring = RingView.of(shared);
      Process process;
      try {
        process = starter.start(builder, rules);
      } catch (IOException | RuntimeException | Error e) {
        ring.release();
        throw e;
      }
      HelperProcess started =
          new HelperProcess(shown, process, ring, cancelled, watch, starting, limit);
      try {
        watch.add(started);
      } catch (RuntimeException | Error e) { // no thread is left to watch it
        started.kill();
        started.close();
        throw e;
      }
      return started;
    } catch (InterruptedIOException e) {
      throw cancelled(shown.input());
    } catch (IOException | IllegalStateException e) {
      throw new DecoderCrashException(
          shown.input() + ": the decoder's process can't be started: " + Failures.reason(e), false);
    }
  }

  /** The process's number. */
  long pid() {
    return process.pid();
  }

  /** Makes its texts fit to be shown. */
  HelperText shown() {
    return shown;
  }

  /** The memory that it writes pictures to. */
  RingView ring() {
    return ring;
  }

  /** That nobody wants an input any more. */
  static SluiceException cancelled(String input) {
    return new SluiceException(ErrorCode.INPUT, input + ": cancelled");
  }

  /** What it is at now has to be done within this time, however much it says meanwhile. */
  void finishWithin(Duration limit) {
    limitNanos = limit.toNanos();
    deadline = nonZero(System.nanoTime() + limitNanos);
  }

  /** From now on it may go on for ever, and be silent so long; what it logs doesn't count. */
  void silentWithin(Duration limit) {
    deadline = NO_DEADLINE;
    limitNanos = limit.toNanos();
  }

  /**
   * It has said that it is ready: from now on its source may be the cause of its end.
   *
   * @param told what of its box is in force
   */
  void started(BoxStatus told) {
    started = true;
    box = told;
  }

  /** What of its box is in force, once it is started. */
  BoxStatus box() {
    return Objects.requireNonNull(box, "it has not started");
  }

  /**
   * The next message, waiting for it; those for the log are passed on to it.
   *
   * @throws SluiceException when none comes any more, see {@link #failure}
   */
  Message read() {
    begin();
    try {
      // who says a lot would never be seen waiting
      if (end == End.NONE && isPast(System.nanoTime())) {
        expire(End.LATE);
      }
      Message message = messages.read();
      for (int logs = 0; message instanceof Message.Log(var level, String text); logs++) {
        ProtocolException.within("the number of its lines for the log", logs, 0, MOST_LOGS);
        log.write(level, text);
        message = messages.read();
      }
      if (message == null) {
        throw failure();
      }
      textLength = 0;
      return message;
    } catch (IOException e) {
      throw failure();
    } catch (ProtocolException e) {
      throw lied(e.getMessage());
    } finally {
      waitsSince = NOT_WAITING;
    }
  }

  private void text(String text) {
    textLength += text.length();
    ProtocolException.within("the length of text between messages", textLength, 0, MOST_TEXT);
    log.text(text);
  }

  /** Gives an order. Where it can't be given any more, nothing is said: the messages tell why. */
  void write(Order order) {
    begin();
    try {
      orders.write(order);
    } catch (IOException e) {
      // It has ended, or is about to: what it said last is still to be read.
    } finally {
      waitsSince = NOT_WAITING;
    }
  }

  /** The process told what can't be, and is ended: the failure to be thrown. */
  SluiceException lied(@Nullable String what) {
    lie = shown.shown(String.valueOf(what));
    end = End.LIED;
    process.destroyForcibly();
    return lie();
  }

  private SluiceException lie() {
    return new DecoderCrashException(
        input
            + ": the decoder's process told what can't be and was ended ("
            + lie
            + "); "
            + (started ? "what the camera sends has broken it or taken it over" : DOCTOR),
        started);
  }

  /** Why there are no messages any more: waits for the process's end, within limits. */
  SluiceException failure() {
    boolean ended = hasExited();
    int code = exitCode();
    return switch (end) {
      case CANCELLED -> cancelled(input);
      case STOPPED, CLOSED -> new SluiceException(ErrorCode.INPUT, input + ": the service ends");
      case HUNG -> hung("said nothing for ", "; check camera and network");
      case LATE ->
          started
              ? hung("had not opened its source after ", "; check camera and network")
              : hung("had not started after ", "; is the machine overloaded?");
      case LIED -> lie();
      case NONE -> ended ? crash(code) : lied("it says nothing more, and goes on");
    };
  }

  private SluiceException hung(String what, String advice) {
    return new DecoderCrashException(
        input
            + ": the decoder's process "
            + what
            + TimeUnit.NANOSECONDS.toSeconds(limitNanos)
            + " s and was ended"
            + advice,
        false);
  }

  /** It can't say anything any more: whether it ends soon by itself. */
  private boolean hasExited() {
    return waitFor(CLOSE_LIMIT);
  }

  private SluiceException crash(int code) {
    if (!started) {
      return new DecoderCrashException(
          input + ": the decoder's process did not start (" + ExitText.of(code) + "); " + DOCTOR,
          false);
    }
    boolean ours = code == DecoderMain.ORDER_FAULT;
    return new DecoderCrashException(
        input + ": the decoder's process ended (" + ExitText.of(code) + ")",
        !ExitText.isFromOutside(code) && !ours);
  }

  /** The exit code; kills a process that has closed its messages and goes on. */
  private int exitCode() {
    if (!waitFor(CLOSE_LIMIT)) {
      process.destroyForcibly();
      if (!waitFor(EXIT_LIMIT)) {
        return ExitText.SIGNALLED + ExitText.KILL;
      }
    }
    return process.exitValue();
  }

  /**
   * Whether it ends within a limit, which an interrupt doesn't end: the stream is being stopped.
   */
  private boolean waitFor(Duration limit) {
    long until = System.nanoTime() + limit.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void begin() {
    waitsSince = nonZero(System.nanoTime());
  }

  private static long nonZero(long nanos) {
    return nanos == 0 ? 1 : nanos;
  }

  private boolean isPast(long now) {
    long due = deadline;
    return due != NO_DEADLINE && now - due > 0;
  }

  private void expire(End why) {
    end = why;
    process.destroyForcibly();
  }

  /** Called by the watch, again and again. */
  void watch(long now) {
    if (!started) {
      starting.run();
    }
    long leaving = leavingSince;
    if (leaving != NOT_WAITING) {
      if (now - leaving > CLOSE_LIMIT.toNanos()) {
        process.destroyForcibly();
      }
      return;
    }
    if (cancelled.getAsBoolean()) { // also while this side works off what a flood has brought
      leave(End.CANCELLED);
      return;
    }
    long since = waitsSince;
    if (since == NOT_WAITING || end != End.NONE) {
      return;
    }
    if (isPast(now)) {
      expire(End.LATE);
    } else if (now - since > limitNanos) {
      expire(End.HUNG);
    }
  }

  /** Tells it to leave its source and end; it is killed where it doesn't. */
  private void leave(End why) {
    if (end == End.NONE) {
      end = why;
    }
    leavingSince = nonZero(System.nanoTime());
    // A process that reads no orders would hold up whoever writes one.
    Thread.ofVirtual().name("sluice-decoder-close").start(this::writeClose);
  }

  private void writeClose() {
    try {
      orders.write(new Order.Close());
    } catch (IOException e) {
      // It has ended already.
    }
  }

  /** Ends it at once, from any thread: the service ends. */
  void kill() {
    if (end == End.NONE) {
      end = End.STOPPED;
    }
    process.destroyForcibly();
  }

  /**
   * Lets it leave its source, and waits for its end, about a second; some seconds more where the
   * system can't end it at once. Pictures that are in use stay. Closing twice does nothing.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (leavingSince == NOT_WAITING) {
      leave(End.CLOSED);
    }
    try {
      drain();
      exitCode();
    } finally {
      watch.remove(this);
      closeStreams();
      ring.release();
    }
  }

  /** A process that wants to say something would not get to its end else; nobody wants it. */
  private void drain() {
    try {
      process.getErrorStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }

  private void closeStreams() {
    closeQuietly(process.getErrorStream());
    closeQuietly(process.getOutputStream());
  }

  /** Descriptors, not memory: they don't wait for a collection. */
  private static void closeQuietly(Closeable stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // It is closed either way.
    }
  }
}
