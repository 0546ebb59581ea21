package sluice.video.isolation.remote;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.DecoderCrashException;
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
  /** For the log between two other messages; the process itself limits what it says to far less. */
  private static final int MOST_LOGS = 1000;

  /** Of text that libraries write between two messages, bytes or more. */
  private static final int MOST_TEXT = 1 << 20;

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

  private final HelperText shown;
  private final HelperFailures failures;
  private final Process process;
  private final PictureMapping mapping;
  private final OrderOutput orders;
  private final MessageInput messages;
  private final HelperLog log;
  private final BooleanSupplier cancelled;
  private final HelperWatch watch;
  private final Runnable starting;

  private final WaitLimits limits = new WaitLimits();
  private volatile End end = End.NONE;

  /** When it was told to end, by {@link System#nanoTime}. */
  private volatile @Nullable Long leavingSince;

  private String lie = "";
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
   * As {@link #start} makes it; takes the process and the shared memory over.
   *
   * @param starting called by the watch, again and again until it is ready
   * @param limit in which it has to be ready
   */
  HelperProcess(
      HelperText shown,
      Process process,
      PictureMapping mapping,
      BooleanSupplier cancelled,
      HelperWatch watch,
      Runnable starting,
      Duration limit) {
    this.shown = shown;
    this.failures = new HelperFailures(shown);
    this.process = process;
    this.mapping = mapping;
    this.cancelled = cancelled;
    this.watch = watch;
    this.starting = starting;
    limits.finishWithin(limit);
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
    try (SealedMemory shared = SealedMemory.create("sluice-pictures", Limits.MEMORY_BYTES)) {
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(shared.inheritable()));
      PictureMapping mapping = PictureMapping.of(shared);
      Process process;
      try {
        process = starter.start(builder, rules);
      } catch (IOException | RuntimeException | Error e) {
        mapping.release();
        throw e;
      }
      HelperProcess started =
          new HelperProcess(shown, process, mapping, cancelled, watch, starting, limit);
      try {
        watch.add(started);
      } catch (RuntimeException | Error e) { // no thread is left to watch it
        started.kill();
        started.close();
        throw e;
      }
      return started;
    } catch (InterruptedIOException e) {
      throw HelperFailures.cancelled(shown.input());
    } catch (IOException | IllegalStateException e) {
      throw new HelperFailures(shown).unstartable(Failures.reason(e));
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
  PictureMapping mapping() {
    return mapping;
  }

  /** What tells of its end. */
  HelperFailures failures() {
    return failures;
  }

  /** How long it may take, to be set by the thread that owns it. */
  WaitLimits limits() {
    return limits;
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
    limits.waiting();
    try {
      // who says a lot would never be seen waiting
      if (end == End.NONE && limits.isLate(System.nanoTime())) {
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
      limits.notWaiting();
    }
  }

  private void text(String text) {
    textLength += text.length();
    ProtocolException.within("the length of text between messages", textLength, 0, MOST_TEXT);
    log.text(text);
  }

  /** Gives an order. Where it can't be given any more, nothing is said: the messages tell why. */
  void write(Order order) {
    limits.waiting();
    try {
      orders.write(order);
    } catch (IOException e) {
      // It has ended, or is about to: what it said last is still to be read.
    } finally {
      limits.notWaiting();
    }
  }

  /** The process told what can't be, and is ended: the failure to be thrown. */
  SluiceException lied(@Nullable String what) {
    lie = shown.shown(String.valueOf(what));
    end = End.LIED;
    process.destroyForcibly();
    return failures.lie(lie, started);
  }

  /** Why there are no messages any more: waits for the process's end, within limits. */
  SluiceException failure() {
    boolean ended = ProcessExit.isSoon(process);
    int code = ProcessExit.code(process);
    return switch (end) {
      case CANCELLED -> failures.cancelled();
      case STOPPED, CLOSED -> failures.serviceEnds();
      case HUNG -> failures.silent(limits.limit());
      case LATE ->
          started
              ? failures.openedTooLate(limits.limit())
              : failures.startedTooLate(limits.limit());
      case LIED -> failures.lie(lie, started);
      case NONE -> ended ? crash(code) : lied("it says nothing more, and goes on");
    };
  }

  private SluiceException crash(int code) {
    return started
        ? failures.crash(code, code == DecoderMain.ORDER_FAULT)
        : failures.didNotStart(code);
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
    Long leaving = leavingSince;
    if (leaving != null) {
      if (now - leaving > ProcessExit.LEAVING_LIMIT.toNanos()) {
        process.destroyForcibly();
      }
      return;
    }
    if (cancelled.getAsBoolean()) { // also while this side works off what a flood has brought
      leave(End.CANCELLED);
      return;
    }
    if (!limits.isWaiting() || end != End.NONE) {
      return;
    }
    if (limits.isLate(now)) {
      expire(End.LATE);
    } else if (limits.isSilent(now)) {
      expire(End.HUNG);
    }
  }

  /** Tells it to leave its source and end; it is killed where it doesn't. */
  private void leave(End why) {
    if (end == End.NONE) {
      end = why;
    }
    leavingSince = System.nanoTime();
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
    if (leavingSince == null) {
      leave(End.CLOSED);
    }
    try {
      drain();
      ProcessExit.code(process);
    } finally {
      watch.remove(this);
      closeStreams();
      mapping.release();
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
