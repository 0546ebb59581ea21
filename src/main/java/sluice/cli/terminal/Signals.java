package sluice.cli.terminal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Signal handler for graceful shutdown: the first SIGINT, SIGTERM or SIGHUP calls an action once,
 * the second one ends the process at once. The exit code is 128 and the signal's number, as shells
 * count. For a command that is slow to start, signals are held until it can act on them.
 *
 * <p>A shutdown hook can't do this: it can't choose the exit code, and the JVM ignores a second
 * signal while hooks run. The handlers stay until the process ends, so that a second signal also
 * ends a process that hangs while it exits.
 *
 * <p>A JVM leaves a signal alone that was ignored when it started, as non-interactive shells start
 * background jobs with SIGINT ignored; the launcher undoes that for SIGINT. {@code nohup} keeps
 * working.
 */
public final class Signals {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");
  private static final int SIGNAL_EXIT_BASE = 128;
  private static final int HANG_UP = 1;

  /** Installs the handlers of a process, or stands in for that. */
  @FunctionalInterface
  public interface Installer {
    /** Calls the actions from now on. */
    Signals install(SignalActions actions);
  }

  private final AtomicInteger received = new AtomicInteger();
  private final Set<Integer> held = new LinkedHashSet<>(); // guarded by this
  private @Nullable SignalActions actions; // guarded by this; null while signals are held

  private Signals(@Nullable SignalActions actions) {
    this.actions = actions;
  }

  /**
   * Installs the handlers; where the platform has no such signal, or the JVM keeps it, that one is
   * left as it was.
   */
  static Signals install(SignalActions actions) {
    Signals signals = new Signals(actions);
    NAMES.forEach(signals::handle);
    return signals;
  }

  /**
   * Installs the handlers before there is anything to do for them: what comes is kept until {@link
   * #deliverTo}, and so is what the launcher kept before the JVM was there. A second request to end
   * ends the process at once all the same.
   */
  public static Signals hold() {
    Signals signals = held();
    BlockedSignals blocked = BlockedSignals.ofLauncher();
    blocked.setDefaults();
    NAMES.forEach(signals::handle);
    blocked.unblock();
    return signals;
  }

  /** As {@link #hold}, but handles nothing itself: signals are delivered by {@link #raise}. */
  static Signals held() {
    return new Signals(null);
  }

  /** Handles nothing itself: signals are delivered by {@link #raise}. */
  public static Signals none(SignalActions actions) {
    return new Signals(actions);
  }

  /** The exit code that the received signal asks for; empty where none was received. */
  public OptionalInt exitCode() {
    int number = received.get();
    return number == 0 ? OptionalInt.empty() : OptionalInt.of(SIGNAL_EXIT_BASE + number);
  }

  /** Calls the actions from now on, and at once for what was held. */
  Signals deliverTo(SignalActions given) {
    List<Integer> before;
    synchronized (this) {
      actions = given;
      before = List.copyOf(held);
      held.clear();
    }
    before.forEach(number -> deliver(number, given));
    return this;
  }

  /** A signal came. */
  public void raise(int number) {
    SignalActions current;
    synchronized (this) {
      current = actions;
      if (current == null) {
        if (number != HANG_UP && held.stream().anyMatch(other -> other != HANG_UP)) {
          Runtime.getRuntime().halt(SIGNAL_EXIT_BASE + number);
        }
        held.add(number);
        return;
      }
    }
    deliver(number, current);
  }

  private void deliver(int number, SignalActions current) {
    Runnable other = current.hangUp();
    if (number == HANG_UP && other != null) {
      other.run();
    } else if (received.compareAndSet(0, number)) {
      current.end().run();
    } else {
      Runtime.getRuntime().halt(SIGNAL_EXIT_BASE + number);
    }
  }

  /**
   * {@code sun.misc.Signal.handle(new Signal(name), signal -> raise(signal.getNumber()))}, by
   * reflection: named outright, the compiler warns of an internal API, and that warning can't be
   * silenced.
   */
  private void handle(String name) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Method number = signalType.getMethod("getNumber");
      Object handler =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  raise((int) number.invoke(arguments[0]));
                  return null;
                }
                return method.invoke(this, arguments);
              });
      Object signal = signalType.getConstructor(String.class).newInstance(name);
      signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    } catch (InvocationTargetException e) {
      // IllegalArgumentException: unknown to the platform, or kept by the JVM (-Xrs). Its default
      // stays.
      if (!(e.getCause() instanceof IllegalArgumentException)) {
        throw new LinkageError("sun.misc.Signal", e);
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("sun.misc.Signal", e);
    }
  }
}
