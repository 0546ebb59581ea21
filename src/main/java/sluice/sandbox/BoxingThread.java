package sluice.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A thread that walls itself in, starts a program, and ends. What it runs after the first wall must
 * neither load a class (it can't read them any more, and a class that failed to load once is lost
 * for the whole JVM), nor start or wake another thread: a thread inherits the walls of the one that
 * makes it, and waking a virtual thread may make one. So it only makes calls that were prepared.
 */
final class BoxingThread implements Runnable {
  /** With it the thread has descriptors of its own, and all are closed in the program. */
  private static final long UNSHARE_AND_CLOSE_ON_EXEC = 2 | 4;

  private static final long LAST_DESCRIPTOR = 0xffff_ffffL;
  private static final String DESCRIPTORS = "descriptors";
  private static final String CAPABILITIES = "capabilities";
  private static final String PRIVILEGES = "new privileges";
  private static final String FILES = "files";

  private final List<Step> steps;
  private final MemorySegment pid;
  private final MemorySegment program;
  private final MemorySegment attributes;
  private final MemorySegment words;
  private final MemorySegment variables;

  /** One of the variables. */
  private final MemorySegment thread;

  private @Nullable Step failed;
  private @Nullable Throwable broken;
  private int error;

  private BoxingThread(
      List<Step> steps,
      MemorySegment pid,
      MemorySegment program,
      MemorySegment attributes,
      MemorySegment words,
      MemorySegment variables,
      MemorySegment thread) {
    this.steps = steps;
    this.pid = pid;
    this.program = program;
    this.attributes = attributes;
    this.words = words;
    this.variables = variables;
    this.thread = thread;
  }

  /**
   * Whether a thread may have descriptors of its own here (kernels from 5.11 on), give up its
   * capabilities, and new privileges: tried on one that ends.
   */
  static boolean isPossible() {
    Kernel.prepare();
    try (Arena arena = Arena.ofShared()) {
      List<Step> steps = new ArrayList<>();
      steps.add(ownDescriptors(LAST_DESCRIPTOR));
      addPrivileges(steps, arena);
      int[] error = new int[1];
      Runnable probe =
          () -> {
            for (int i = 0; i < steps.size() && error[0] == 0; i++) {
              error[0] = steps.get(i).run();
            }
          };
      join(Thread.ofPlatform().name("sandbox-probe").start(probe));
      return error[0] == 0;
    }
  }

  /**
   * Starts a program inside a box; uninterruptible, it takes milliseconds.
   *
   * @param streams for the child, at 0, 1, 2: a descriptor, or that same number for what this
   *     process has there
   * @param ruleset of Landlock, or negative for none
   * @return the number of the process
   */
  static long start(ProcessBuilder builder, int[] streams, int ruleset) throws IOException {
    Kernel.prepare();
    try (Arena arena = Arena.ofShared()) {
      MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment thread = arena.allocateFrom(StartingThread.variable());
      List<MemorySegment> variables = copies(arena, variables(builder));
      variables.add(thread);
      BoxingThread box =
          new BoxingThread(
              steps(arena, streams, ruleset),
              pid,
              arena.allocateFrom(builder.command().getFirst()),
              Kernel.ownGroup(arena),
              array(arena, copies(arena, builder.command())),
              array(arena, variables),
              thread);
      join(Thread.ofPlatform().name("sandbox-start").start(box));
      box.check();
      return pid.get(ValueLayout.JAVA_INT, 0);
    }
  }

  @Override
  public void run() {
    try {
      StartingThread.write(thread);
      for (int i = 0; i < steps.size(); i++) {
        Step step = steps.get(i);
        error = step.run();
        if (error != 0) {
          failed = step;
          return;
        }
      }
      error = Kernel.spawn(pid, program, attributes, words, variables);
    } catch (RuntimeException | Error e) {
      broken = e;
    }
  }

  private void check() throws IOException {
    if (broken != null) {
      int started = pid.get(ValueLayout.JAVA_INT, 0);
      if (started != 0) {
        BoxedChild.end(started);
      }
      throw new IOException("the process can't be started", broken);
    }
    if (failed != null) {
      throw new IOException(
          "the box of a process can't be closed: " + failed.wall() + ": " + Errno.text(error));
    }
    if (error != 0) {
      throw new IOException("the process can't be started: " + Errno.text(error));
    }
  }

  private static List<Step> steps(Arena arena, int[] streams, int ruleset) {
    List<Step> steps = new ArrayList<>();
    steps.add(ownDescriptors(Descriptors.FIRST_OTHER));
    for (int i = 0; i < streams.length; i++) {
      if (streams[i] != i) {
        steps.add(Step.required(DESCRIPTORS, SystemCall.DUP3, streams[i], i, 0));
      }
    }
    for (int i = 0; i < Capabilities.MOST; i++) {
      steps.add(
          Step.attempted(
              CAPABILITIES, SystemCall.PRCTL, ProcessControl.DROP_BOUNDING_CAPABILITY, i, 0, 0, 0));
    }
    steps.add(
        Step.attempted(
            CAPABILITIES,
            SystemCall.PRCTL,
            ProcessControl.AMBIENT_CAPABILITIES,
            ProcessControl.CLEAR_ALL,
            0,
            0,
            0));
    addPrivileges(steps, arena);
    if (ruleset >= 0) {
      steps.add(Step.required(FILES, SystemCall.LANDLOCK_RESTRICT_SELF, ruleset, 0));
    }
    return steps;
  }

  private static Step ownDescriptors(long firstClosed) {
    return Step.required(
        DESCRIPTORS,
        SystemCall.CLOSE_RANGE,
        firstClosed,
        LAST_DESCRIPTOR,
        UNSHARE_AND_CLOSE_ON_EXEC);
  }

  /** Gives up capabilities where there are any: units of systemd may refuse that call. */
  private static void addPrivileges(List<Step> steps, Arena arena) {
    if (Capabilities.has()) {
      steps.add(
          Step.required(
              CAPABILITIES,
              SystemCall.CAPSET,
              Capabilities.header(arena).address(),
              Capabilities.noSets(arena).address()));
    }
    steps.add(
        Step.required(
            PRIVILEGES, SystemCall.PRCTL, ProcessControl.SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0));
  }

  private static List<String> variables(ProcessBuilder builder) {
    return builder.environment().entrySet().stream()
        .filter(entry -> !StartingThread.isNamed(entry.getKey()))
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .toList();
  }

  private static List<MemorySegment> copies(Arena arena, List<String> texts) {
    List<MemorySegment> copies = new ArrayList<>();
    texts.forEach(text -> copies.add(arena.allocateFrom(text)));
    return copies;
  }

  /** An array of C strings with a null pointer at its end. */
  private static MemorySegment array(Arena arena, List<MemorySegment> texts) {
    MemorySegment array = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ValueLayout.ADDRESS, i, texts.get(i));
    }
    return array;
  }

  /** Waits whatever happens: memory that the thread works on is the caller's. */
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
