package sluice.video.isolation.remote;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import sluice.core.DecoderCrashException;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.sandbox.BoxRules;
import sluice.sandbox.BoxedProcess;
import sluice.sandbox.SealedMemory;
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

  private static final long NOT_WAITING = 0;

  private enum End {
    /** Not by this side. */
    NONE,
    /** The stream doesn't want it any more. */
    CANCELLED,
    /** It was silent for too long. */
    HUNG,
    /** It is closed in order. */
    CLOSED,
    /** It told what can't be. */
    LIED,
    /** The service ends. */
    STOPPED
  }

  private final String input;
  private final Process process;
  private final RingView ring;
  private final OrderOutput orders;
  private final MessageInput messages;
  private final HelperLog log;
  private final BooleanSupplier cancelled;
  private final HelperWatch watch;

  /** When a wait began, by {@link System#nanoTime}, never 0; {@link #NOT_WAITING}. */
  private volatile long waitsSince;

  private volatile long limitNanos;
  private volatile End end = End.NONE;
  private volatile long leavingSince;
  private boolean closed;
  private boolean started;

  /** As {@link #start} makes it; takes the process and the ring over. */
  HelperProcess(
      String input,
      Process process,
      RingView ring,
      BooleanSupplier cancelled,
      HelperWatch watch,
      Duration limit) {
    this.input = input;
    this.process = process;
    this.ring = ring;
    this.cancelled = cancelled;
    this.watch = watch;
    this.limitNanos = limit.toNanos();
    this.log = new HelperLog(input);
    this.orders = new OrderOutput(process.getOutputStream());
    this.messages = new MessageInput(process.getErrorStream(), log::text);
  }

  /**
   * Starts a process; nothing is known of it yet.
   *
   * @param input its name, without secrets
   * @param builder what is started
   * @param rules its box
   * @param cancelled asked by the watch while this side waits
   * @param limit for its first message
   * @throws DecoderCrashException where it can't be started
   */
  static HelperProcess start(
      String input,
      ProcessBuilder builder,
      BoxRules rules,
      BooleanSupplier cancelled,
      HelperWatch watch,
      Duration limit) {
    try (SealedMemory shared = SealedMemory.create("sluice-pictures", Limits.RING_BYTES)) {
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(shared.inheritable()));
      RingView ring = RingView.of(shared);
      Process process;
      try {
        process = BoxedProcess.start(builder, rules);
      } catch (IOException | RuntimeException | Error e) {
        ring.release();
        throw e;
      }
      HelperProcess started = new HelperProcess(input, process, ring, cancelled, watch, limit);
      watch.add(started);
      return started;
    } catch (IOException e) {
      throw new DecoderCrashException(
          input + ": the decoder's process can't be started: " + e.getMessage(), false);
    }
  }

  /** The process's number. */
  long pid() {
    return process.pid();
  }

  /** The memory that it writes pictures to. */
  RingView ring() {
    return ring;
  }

  /** From now on a wait may last so long. */
  void limit(Duration limit) {
    limitNanos = limit.toNanos();
  }

  /** It has said that it is ready: from now on its source may be the cause of its end. */
  void started() {
    started = true;
  }

  /** Whether {@link #read} doesn't have to wait. */
  boolean isBuffered() {
    return messages.isBuffered();
  }

  /**
   * The next message, waiting for it; those for the log are passed on to it.
   *
   * @throws SluiceException when none comes any more, see {@link #failure}
   */
  Message read() {
    while (true) {
      begin();
      Message message;
      try {
        message = messages.read();
      } catch (IOException e) {
        throw failure();
      } catch (ProtocolException e) {
        throw lied(e.getMessage());
      } finally {
        waitsSince = NOT_WAITING;
      }
      if (message == null) {
        throw failure();
      }
      if (!(message instanceof Message.Log(Message.Level level, String text))) {
        return message;
      }
      log.write(level, text);
    }
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
    end = End.LIED;
    process.destroyForcibly();
    return new DecoderCrashException(
        input
            + ": the decoder's process told what can't be and was ended ("
            + what
            + "); what the camera sends has broken it or taken it over",
        true);
  }

  /** Why there are no messages any more: waits for the process's end, within limits. */
  SluiceException failure() {
    End known = end;
    int code = exitCode();
    return switch (known) {
      case CANCELLED -> new SluiceException(ErrorCode.INPUT, input + ": cancelled");
      case STOPPED, CLOSED -> new SluiceException(ErrorCode.INPUT, input + ": the service ends");
      case HUNG ->
          new DecoderCrashException(
              input
                  + ": the decoder's process said nothing for "
                  + TimeUnit.NANOSECONDS.toSeconds(limitNanos)
                  + " s and was ended; check camera and network",
              false);
      case NONE, LIED -> crash(code);
    };
  }

  private SluiceException crash(int code) {
    if (!started) {
      return new DecoderCrashException(
          input
              + ": the decoder's process did not start ("
              + ExitText.of(code)
              + "); run sluice doctor",
          false);
    }
    int signal = ExitText.signal(code);
    boolean fromOutside = signal == ExitText.KILL || signal == ExitText.TERMINATE;
    return new DecoderCrashException(
        input + ": the decoder's process ended (" + ExitText.of(code) + ")", !fromOutside);
  }

  /** The exit code; kills a process that has closed its messages and goes on. */
  private int exitCode() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (!process.waitFor(CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
            process.destroyForcibly();
            if (!process.waitFor(EXIT_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
              return ExitText.SIGNALLED + ExitText.KILL;
            }
          }
          return process.exitValue();
        } catch (InterruptedException e) {
          interrupted = true; // the stream is being stopped: the limits above go on
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void begin() {
    long now = System.nanoTime();
    waitsSince = now == NOT_WAITING ? 1 : now;
  }

  /** Called by the watch, again and again. */
  void watch(long now) {
    long leaving = leavingSince;
    if (leaving != NOT_WAITING) {
      if (now - leaving > CLOSE_LIMIT.toNanos()) {
        process.destroyForcibly();
      }
      return;
    }
    long since = waitsSince;
    if (since == NOT_WAITING) {
      return;
    }
    if (cancelled.getAsBoolean()) {
      leave(End.CANCELLED);
    } else if (limitNanos > 0 && now - since > limitNanos) {
      end = End.HUNG;
      process.destroyForcibly();
    }
  }

  /** Tells it to leave its source and end; it is killed where it doesn't. */
  private void leave(End why) {
    if (end == End.NONE) {
      end = why;
    }
    long now = System.nanoTime();
    leavingSince = now == NOT_WAITING ? 1 : now;
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
   * Lets it leave its source, and waits for its end, about a second at the most. Pictures that are
   * in use stay. Closing twice does nothing.
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
    drain();
    exitCode();
    watch.remove(this);
    closeStreams();
    ring.release();
  }

  /** A process that wants to say something would not get to its end else. */
  private void drain() {
    try {
      while (messages.read() != null) {
        // Nobody wants it any more.
      }
    } catch (IOException | ProtocolException e) {
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
